// node scripts/make-datasets.mjs: makes the synthetic measurements and the thumbnails of the gallery from its experiments.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const server = await createServer({
  root,
  configFile: false,
  server: { middlewareMode: true, hmr: false },
  appType: 'custom',
  logLevel: 'error',
})
const { makeMeasurements, makeThumbnails } = await server.ssrLoadModule('/test/datasets/make.ts')

const folder = (name) => join(root, 'datasets', name)
mkdirSync(folder('measurements'), { recursive: true })
mkdirSync(folder('thumbnails'), { recursive: true })
for (const [name, text] of Object.entries(makeMeasurements())) writeFileSync(join(folder('measurements'), name), text)
const read = (kind) =>
  Object.fromEntries(
    readdirSync(folder(kind)).map((name) => [name, new Uint8Array(readFileSync(join(folder(kind), name)))]),
  )
const pictures = await makeThumbnails(read('experiments'), read('measurements'))
for (const [name, svg] of Object.entries(pictures)) writeFileSync(join(folder('thumbnails'), name), svg)
console.log(`${Object.keys(pictures).length} thumbnails`)
await server.close()
