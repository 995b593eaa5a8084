// node scripts/write-schema.mjs: writes docs/experiment.schema.json, the published schema of experiment files, from the program.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup.mjs'

const printed = spawnSync(process.execPath, [join(root, 'bin/isoline.mjs'), 'schema'], {
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
})
if (printed.status !== 0) throw new Error(printed.stderr)
const target = join(root, 'docs/experiment.schema.json')
writeFileSync(target, printed.stdout)
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
const formatted = spawnSync(process.execPath, [biome, 'format', '--write', target], { cwd: root, encoding: 'utf8' })
if (formatted.status !== 0) throw new Error(formatted.stderr)
console.log('docs/experiment.schema.json is current')
