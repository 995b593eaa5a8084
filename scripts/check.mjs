// npm run check: types, lint and format, architecture, documents. One command that says yes or no.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { ensureReady, root } from './setup.mjs'

await ensureReady({ parts: ['kernels'], log: (line) => console.log(line) })
const node = (script, ...args) =>
  spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' }).status === 0

/** Links between our own documents that lead nowhere. */
function brokenLinks() {
  const documents = []
  const walk = (folder) => {
    for (const name of readdirSync(folder)) {
      if (['node_modules', 'dist', '.git', '.cache', 'test-results'].includes(name)) continue
      const path = join(folder, name)
      if (statSync(path).isDirectory()) walk(path)
      else if (name.endsWith('.md')) documents.push(path)
    }
  }
  walk(root)
  const broken = []
  for (const path of documents) {
    for (const [, target = ''] of readFileSync(path, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|mailto:|#)/.test(target)) continue
      const file = join(dirname(path), decodeURIComponent(target.split('#')[0] ?? ''))
      if (!existsSync(file)) broken.push(`${relative(root, path)} → ${target}`)
    }
  }
  console.log(`documents: ${documents.length} read, ${broken.length} broken links`)
  for (const line of broken) console.error(`  ${line}`)
  return broken.length === 0
}

const steps = [
  ['types', () => node('node_modules/typescript/bin/tsc', '-b')],
  ['lint and format', () => node('node_modules/@biomejs/biome/bin/biome', 'check', '.')],
  ['architecture', () => node('node_modules/vitest/vitest.mjs', 'run', 'test/architecture.test.ts', '--reporter=dot')],
  ['documents', brokenLinks],
]
const failed = steps.filter(([name, step]) => {
  const ok = step()
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}`)
  return !ok
})
process.exitCode = failed.length ? 1 : 0
