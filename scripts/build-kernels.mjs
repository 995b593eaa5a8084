// AssemblyScript → WebAssembly, one module a family (a folder of src/kernels/assembly with an index.ts) and build →
// src/kernels/generated/FAMILY.ts (the bytes as text: the same in Node, browser and Electron).
// node scripts/build-kernels.mjs [FAMILY …] builds only these.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const generated = join(root, 'src/kernels/generated')

/**
 * Families share one memory, so each has its static data in a window of its own: window 0 begins at byte 1024.
 * `relaxed`: a second build with fused multiply–add; `threads`: further builds that take a shared memory; `calls`: it calls
 * functions of other modules through the table of the kernels.
 */
const families = {
  column: { window: 0 },
  math: { window: 1, threads: true },
  vector: { window: 2, threads: true, calls: true },
  linear: { window: 3 },
  sparse: { window: 4 },
  grid: { window: 5 },
  fft: { window: 6, relaxed: true, threads: true },
  bodies: { window: 7 },
  implicit: { window: 8 },
}
const windowBytes = 32 * 1024

function buildsOf({ relaxed, threads }) {
  const builds = [{ name: 'simd', flags: ['simd'], shared: false }]
  if (relaxed) builds.push({ name: 'relaxed-simd', flags: ['simd', 'relaxed-simd'], shared: false })
  if (threads) for (const one of [...builds]) builds.push({ name: `${one.name}-shared`, flags: [...one.flags, 'threads'], shared: true }) // biome-ignore format: one thought
  return builds
}

/** The bytes of one build. All are made in this process: the compiler is quick once it is warm. */
async function compile(family, { name, flags, shared }) {
  const { default: asc } = await import('assemblyscript/asc')
  const base = 1024 + families[family].window * windowBytes
  const args = [
    `src/kernels/assembly/${family}/index.ts`,
    ...['--baseDir', root, '--outFile', `${family}.${name}.wasm`],
    ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
    ...flags.flatMap((flag) => ['--enable', flag]),
    ...['--importMemory', '--initialMemory', '9', '--memoryBase', String(base)],
    // 112: pairs of numbers as parameters, which only other kernels pass.
    ...['--disableWarning', '112'],
    ...(shared ? ['--sharedMemory', '--maximumMemory', '32768'] : []),
    ...(families[family].calls ? ['--importTable'] : []),
  ]
  let bytes
  const writeFile = (_name, contents) => {
    bytes = Buffer.from(contents)
  }
  const { error, stderr } = await asc.main(args, { writeFile })
  if (error) throw new Error(`kernels ${family} (${name}):\n${stderr}`)
  if (/^WARNING/m.test(stderr)) process.stderr.write(`kernels ${family} (${name}):\n${stderr}`)
  if (!name.startsWith('relaxed')) checkWindow(family, bytes, base, shared)
  return bytes.toString('base64')
}

/** Static data that leave their window would be written over by another family. */
function checkWindow(family, bytes, base, shared) {
  const memory = new WebAssembly.Memory({ initial: 9, maximum: 32768, ...(shared ? { shared } : {}) })
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 })
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, table, abort() {} } })
  const { heapBase } = instance.exports
  if (!heapBase) throw new Error(`kernels ${family}: index.ts must export heapBase`)
  if (heapBase() > base + windowBytes)
    throw new Error(`kernels ${family}: static data take ${heapBase() - base} bytes; the window has ${windowBytes}`)
}

/** A hash of everything a family is compiled from: what did not change is not compiled again. */
function hashOf(family) {
  const folder = join(root, 'src/kernels/assembly')
  const sources = [folder, join(folder, family)].flatMap((below) =>
    readdirSync(below, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(below, entry.name))
      .sort(),
  )
  const hash = createHash('sha256').update(JSON.stringify(families[family]))
  for (const file of [...sources, fileURLToPath(import.meta.url)]) hash.update(readFileSync(file))
  return hash.digest('hex')
}

async function buildFamily(family) {
  const path = join(generated, `${family}.ts`)
  const hash = hashOf(family)
  if (existsSync(path) && readFileSync(path, 'utf8').includes(hash)) return
  const builds = {}
  for (const build of buildsOf(families[family])) builds[build.name] = await compile(family, build)
  const text = `// Made by scripts/build-kernels.mjs from src/kernels/assembly/${family}. Do not edit. Sources ${hash}.
import type { KernelFamily } from '../kernels.ts'

/** The bytes of each build, base64. */
export const ${family}Family: KernelFamily = {
  name: '${family}',
  builds: {
${Object.entries(builds)
  .map(([name, bytes]) => `    '${name}': '${bytes}',`)
  .join('\n')}
  },
}
`
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(families)
for (const name of names) {
  if (!families[name]) throw new Error(`there is no kernel family "${name}"; there are ${Object.keys(families).join(', ')}`) // biome-ignore format: one thought
}
mkdirSync(generated, { recursive: true })
for (const name of names) await buildFamily(name)
