import { spawn } from 'node:child_process'

/** The program that opens an address in this person's browser; undefined where there is no window to open it in. */
export function browserCommand(
  address: string,
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): readonly [program: string, ...args: string[]] | undefined {
  if (platform === 'darwin') return ['open', address]
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address]
  return environment.DISPLAY || environment.WAYLAND_DISPLAY || environment.WSL_DISTRO_NAME
    ? ['xdg-open', address]
    : undefined
}

/** Opens it and resolves to undefined, or to the reason why it did not work. Never waits for the browser to be closed. */
export function openBrowser(address: string): Promise<string | undefined> {
  const command = browserCommand(address, process.platform, process.env)
  if (!command) return Promise.resolve('there is no screen here')
  const [program, ...args] = command
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true })
    child.unref()
    child.on('error', () => resolve(`"${program}" was not found`))
    child.on('exit', (code) => resolve(code ? `"${program}" found no browser` : undefined))
    setTimeout(() => resolve(undefined), 5_000).unref()
  })
}
