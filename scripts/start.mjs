// npm start: installs and builds what is missing, then opens the workbench: in Electron, else in the local browser.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureReady, root } from './setup.mjs'

const log = (line) => console.log(`isoline: ${line}`)
const wantsBrowser = process.argv.includes('--browser')
const rest = process.argv.slice(2).filter((word) => word !== '--browser')

try {
  await ensureReady({ parts: ['node', 'web', 'electron'], log })
} catch (error) {
  console.error(`isoline: ${error.message}`)
  process.exit(1)
}

let why = 'asked for with --browser'
if (!wantsBrowser) {
  const { launchElectron } = await import('./launch-electron.mjs')
  const launched = await launchElectron({ root, log, args: rest })
  if (launched.started) process.exit(launched.exitCode ?? 0)
  why = launched.reason
}
log(`opening in your browser, not in Electron: ${why}`)
const bin = join(root, 'bin/isoline.mjs')
if (!existsSync(bin)) throw new Error('bin/isoline.mjs is missing: the checkout is not whole')
const server = spawn(process.execPath, [bin, 'serve', ...rest], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('close', (code) => process.exit(code ?? 0))
