// node scripts/build.mjs [web|node|electron …]: bundles a part into dist/ with Vite. A part appears whole or not at all.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

// Built from within a test, too, React must be the one for production.
process.env.NODE_ENV = 'production'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)]

/** Everything in, so that start-up reads a few files and not hundreds. */
const forNode = (input, outDir, { external = [], format = 'es', extension = 'mjs' } = {}) => ({
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  ssr: { noExternal: true, external },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input,
      external: [...builtins, ...external],
      output: { format, entryFileNames: `[name].${extension}`, chunkFileNames: `chunks/[name]-[hash].${extension}` },
    },
  },
})

const parts = {
  async node(outDir) {
    const input = { isoline: join(root, 'src/hosts/node/cli.ts') }
    const worker = join(root, 'src/hosts/node/run-worker.ts')
    if (existsSync(worker)) input['run-worker'] = worker
    const fitWorker = join(root, 'src/hosts/node/fit-worker.ts')
    if (existsSync(fitWorker)) input['fit-worker'] = fitWorker
    input['kernel-thread'] = join(root, 'src/hosts/node/kernel-thread.ts')
    await build(forNode(input, outDir))
  },
  async electron(outDir) {
    await build(forNode({ main: join(root, 'electron/main.ts') }, outDir, { external: ['electron'] }))
    const preload = forNode({ preload: join(root, 'electron/preload.ts') }, outDir, {
      external: ['electron'],
      format: 'cjs',
      extension: 'cjs',
    })
    await build({ ...preload, build: { ...preload.build, emptyOutDir: false } })
  },
  async web(outDir) {
    await build({
      root,
      configFile: join(root, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir, emptyOutDir: true },
    })
  },
}

/** Swaps the new folder in; readers see the old build or the new one. */
function swap(part) {
  const [target, fresh, old] = [
    join(root, 'dist', part),
    join(root, 'dist', `.${part}.new`),
    join(root, 'dist', `.${part}.old`),
  ]
  rmSync(old, { recursive: true, force: true })
  if (existsSync(target)) renameSync(target, old)
  renameSync(fresh, target)
  rmSync(old, { recursive: true, force: true })
}

mkdirSync(join(root, 'dist'), { recursive: true })
const asked = process.argv.slice(2)
for (const part of asked.length ? asked : Object.keys(parts)) {
  if (!parts[part]) throw new Error(`no part "${part}"; there are: ${Object.keys(parts).join(', ')}`)
  await parts[part](join(root, 'dist', `.${part}.new`))
  swap(part)
}
