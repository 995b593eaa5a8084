// Opens the workbench in Electron, or says why not. Node built-ins only. The sandbox is never switched off here: where the
// system refuses it, the caller opens the local browser instead.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const installSeconds = 120
const showSeconds = 30
const rememberHours = 24

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : '')

/** The program, if the download that belongs to the pinned version is there. */
export function findElectron(root) {
  const folder = join(root, 'node_modules/electron')
  if (!existsSync(join(folder, 'package.json'))) return undefined
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (read(join(folder, 'dist/version')).replace(/^v/, '') !== version) return undefined
  const program = join(folder, 'dist', read(join(folder, 'path.txt')))
  return existsSync(program) ? program : undefined
}

/** Why Electron cannot work here whatever is downloaded; undefined where nothing is known against it. */
export function knownObstacle(platform, environment, userId) {
  if (platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY) return 'there is no screen here'
  if (platform === 'linux' && userId === 0) return 'Electron does not run as root with its sandbox on'
  return undefined
}

/** What a person can do about what Electron wrote before it ended. */
export function explainEnd(code, errors) {
  if (/sandbox|user namespace|EPERM.*clone/i.test(errors))
    return 'this system refuses Electron its sandbox (on Ubuntu: AppArmor’s limit on user namespaces), and Isoline does not run without it'
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(errors)?.[1]
  if (library) return `Electron lacks the system library ${library}`
  if (/Missing X server|cannot open display|Failed to connect to Wayland/i.test(errors))
    return 'Electron found no screen'
  const last = errors.trim().split('\n').at(-1)
  return `Electron ended before its window was shown (status ${code})${last ? `: ${last.slice(0, 200)}` : ''}`
}

/** Runs Electron's own installer, 120 s at most. Resolves to undefined or the reason why there is no program. */
async function install(root, log) {
  const folder = join(root, 'node_modules/electron')
  if (!existsSync(join(folder, 'install.js'))) return 'the electron package is not installed'
  // A host that cannot be reached today costs two minutes once a day, not at each start.
  const memory = join(root, '.cache/electron-unavailable.json')
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (existsSync(memory)) {
    const kept = JSON.parse(read(memory) || '{}')
    if (kept.version === version && Date.now() - kept.at < rememberHours * 3_600_000)
      return `${kept.reason}; tried again tomorrow, or now if .cache/electron-unavailable.json is deleted`
  }
  log(`fetching Electron ${version} (about 110 MB, once) …`)
  const started = Date.now()
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (piece) => {
    errors = (errors + piece).slice(-4000)
  })
  const telling = setInterval(
    () => log(`still fetching Electron, ${Math.round((Date.now() - started) / 1000)} s of ${installSeconds} at most …`),
    5000,
  )
  let isLate = false
  const patience = setTimeout(() => {
    isLate = true
    child.kill('SIGKILL')
  }, installSeconds * 1000)
  await new Promise((resolve) => child.on('close', resolve))
  clearInterval(telling)
  clearTimeout(patience)
  if (findElectron(root)) {
    rmSync(memory, { force: true })
    return undefined
  }
  const what = /^\w*Error: (.*)$/m.exec(errors)?.[1]
  const reason = isLate
    ? `Electron could not be fetched within ${installSeconds} s`
    : `Electron could not be fetched${what ? ` (${what.slice(0, 120)})` : ''}`
  mkdirSync(dirname(memory), { recursive: true })
  writeFileSync(memory, JSON.stringify({ version, at: Date.now(), reason }))
  return reason
}

/**
 * Opens the window and waits until it is closed.
 * @returns {Promise<{ started: true, exitCode: number } | { started: false, reason: string }>}
 */
export async function launchElectron({ root, log, args }) {
  const obstacle = knownObstacle(process.platform, process.env, process.getuid?.())
  if (obstacle) return { started: false, reason: obstacle }
  if (!findElectron(root)) {
    const reason = await install(root, log)
    if (reason) return { started: false, reason }
  }
  const main = join(root, 'dist/electron/main.mjs')
  if (!existsSync(main)) return { started: false, reason: 'dist/electron is not built' }
  const { ELECTRON_RUN_AS_NODE: _plainNode, ...environment } = process.env
  const child = spawn(findElectron(root), [main, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
  let errors = ''
  let isShown = false
  child.stderr.on('data', (piece) => {
    if (isShown) process.stderr.write(piece)
    else errors = (errors + piece).slice(-8000)
  })
  let isTooLate = false
  const patience = setTimeout(() => {
    isTooLate = true
    child.kill('SIGKILL')
  }, showSeconds * 1000)
  child.stdout.on('data', (piece) => {
    if (isShown || !String(piece).includes('isoline: window shown')) return
    isShown = true
    clearTimeout(patience)
    log('the window is open')
  })
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      errors += error.message
      resolve(-1)
    })
    child.on('close', (status) => resolve(status ?? -1))
  })
  clearTimeout(patience)
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stop)
  // Status 0 without a window of its own: another instance was open and took the file.
  if (isShown || code === 0) return { started: true, exitCode: Math.max(code, 0) }
  return {
    started: false,
    reason: isTooLate ? `Electron showed no window within ${showSeconds} s` : explainEnd(code, errors),
  }
}
