// Makes a checkout ready to run: libraries, kernels, builds. Node built-ins only: it runs before anything is installed.
// Each step leaves a stamp, written last; a step whose stamp is current is skipped, so a warm start costs milliseconds.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** What each part is built from. A change below these makes the part stale. */
const sources = {
  kernels: ['src/kernels/assembly', 'scripts/build-kernels.mjs'],
  node: ['src', 'scripts/build.mjs', 'package-lock.json'],
  web: ['src', 'datasets', 'index.html', 'vite.config.ts', 'scripts/build.mjs', 'package-lock.json'],
  electron: ['electron', 'src', 'scripts/build.mjs', 'package-lock.json'],
}

const stampPath = {
  kernels: 'src/kernels/generated/.stamp',
  node: 'dist/node/.stamp',
  web: 'dist/web/.stamp',
  electron: 'dist/electron/.stamp',
}

function filesBelow(path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [full]
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => entry.name !== 'generated' && entry.name !== 'node_modules')
    .flatMap((entry) => filesBelow(join(path, entry.name)))
}

function hashOf(part) {
  const hash = createHash('sha256')
  for (const file of sources[part].flatMap(filesBelow).sort())
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function isStamped(path, value) {
  return existsSync(join(root, path)) && readFileSync(join(root, path), 'utf8') === value
}

function stamp(path, value) {
  const full = join(root, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(`${full}.new`, value)
  renameSync(`${full}.new`, full)
}

/** Whoever sets up holds a folder as lock; one left by a killed process is taken over once its owner is gone. */
async function withLock(log, work) {
  const lock = join(root, '.cache/setup.lock')
  mkdirSync(dirname(lock), { recursive: true })
  for (let waited = 0; ; waited++) {
    try {
      mkdirSync(lock)
      break
    } catch {
      const owner = existsSync(join(lock, 'pid')) ? Number(readFileSync(join(lock, 'pid'), 'utf8')) : 0
      if ((owner && !isAlive(owner)) || waited > 900) rmSync(lock, { recursive: true, force: true })
      else {
        if (waited % 10 === 5) log('waiting for another set-up of this checkout to finish …')
        await new Promise((resolve) => setTimeout(resolve, 1000))
      }
    }
  }
  writeFileSync(join(lock, 'pid'), String(process.pid))
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Runs a command with its talk kept back; says every few seconds that it still runs; shows the talk when it fails. */
export function runQuietly(command, args, { log, what, timeout }) {
  return new Promise((resolve, reject) => {
    const started = Date.now()
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      timeout,
    })
    let talk = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        talk = (talk + data).slice(-20_000)
      })
    const beat = setInterval(() => log(`${what}: ${Math.round((Date.now() - started) / 1000)} s …`), 4000)
    child.on('error', (error) => {
      clearInterval(beat)
      reject(error)
    })
    child.on('close', (code) => {
      clearInterval(beat)
      if (code === 0) resolve(talk)
      else
        reject(
          new Error(
            `${what} failed (${command} ${args.join(' ')}, exit ${code})\n${talk.split('\n').slice(-25).join('\n')}`,
          ),
        )
    })
  })
}

/** Libraries by the lock, without install scripts (none is needed). Older npm fails on some locks: then the newer one is asked. */
async function install(log) {
  log('installing libraries (npm ci, once; one to two minutes) …')
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']
  try {
    await runQuietly('npm', args, { log, what: 'installing libraries' })
  } catch (error) {
    log(`npm ci did not work with this npm; trying npm 11 …`)
    await runQuietly('npx', ['--yes', 'npm@11.6.2', ...args], { log, what: 'installing libraries' }).catch(() => {
      throw error
    })
  }
}

/**
 * Makes the named parts ready.
 * @param {{ parts: readonly ('kernels'|'node'|'web'|'electron')[], log: (line: string) => void }} options
 */
export async function ensureReady({ parts, log }) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(
      `Isoline needs Node 20.19 or newer; this is ${process.versions.node}. Get one from https://nodejs.org.`,
    )
  const lockHash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const installed = `${lockHash} node${major} ${process.platform} ${process.arch}`
  const wanted = ['kernels', ...parts.filter((part) => part !== 'kernels')]
  const isCurrent = () =>
    isStamped('node_modules/.isoline-stamp', installed) &&
    wanted.every((part) => isStamped(stampPath[part], hashOf(part)))
  if (isCurrent()) return
  await withLock(log, async () => {
    if (!isStamped('node_modules/.isoline-stamp', installed)) {
      await install(log)
      stamp('node_modules/.isoline-stamp', installed)
    }
    for (const part of wanted) {
      const value = hashOf(part)
      if (isStamped(stampPath[part], value)) continue
      log(`building ${part} …`)
      const script = part === 'kernels' ? ['scripts/build-kernels.mjs'] : ['scripts/build.mjs', part]
      await runQuietly(process.execPath, script, { log, what: `building ${part}` })
      stamp(stampPath[part], value)
    }
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const parts = process.argv.slice(2)
  await ensureReady({ parts: parts.length ? parts : ['node', 'web', 'electron'], log: (line) => console.log(line) })
}
