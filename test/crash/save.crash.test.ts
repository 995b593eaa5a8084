// kill -9 while saving, ten times at seeded random moments: no corrupt file, and nothing that was acknowledged is lost.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeRandom } from '../../src/core/random.ts'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { bundleProgram } from './bundle.ts'
import { versionOf } from './self-checking.ts'

const kills = 10
/** Where the machine is so busy that fewer than three of the ten fell inside a write, it goes on. */
const mostKills = 40
const seed = 20261124
let program: string
const log: string[] = []

beforeAll(async () => {
  await mkdir(join(import.meta.dirname, '../../.cache'), { recursive: true })
  program = await bundleProgram('write-loop')
})
afterAll(async () => {
  await rm(dirname(program), { recursive: true })
  const results = join(import.meta.dirname, '../../test-results')
  await mkdir(results, { recursive: true })
  await writeFile(join(results, 'crash-save.log'), `${log.join('\n')}\n`)
})

/** Lets the writer work for so long after its first words, kills it, and gives all it said. */
function killAfter(folder: string, first: number, milliseconds: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (piece: Buffer) => {
      if (said === '') setTimeout(() => child.kill('SIGKILL'), milliseconds)
      said += piece.toString()
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(said.split('\n').slice(0, -1))
      else reject(new Error(`the writer ended by itself: ${code}`))
    })
  })
}

test(`${kills} kills while saving: every file whole, every acknowledged write there, the leftovers removed`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'isoline-crash-'))
  const random = makeRandom(seed)
  const acknowledged = new Map<string, number>()
  const lines = new Set<number>()
  let next = 0
  let inside = 0
  let leftovers = 0
  for (let kill = 0; kill < kills || (inside < 3 && kill < mostKills); kill++) {
    const moment = Math.round(20 + random.uniform() * 300)
    const said = await killAfter(folder, next, moment)
    const last = said.at(-1) ?? ''
    for (const line of said) {
      const [what, version = '', key = ''] = line.split(' ')
      next = Math.max(next, Number(version) + 1)
      if (what === 'written') acknowledged.set(key, Number(version))
      if (what === 'appended') lines.add(Number(version))
    }
    const isInside = /^(write|append) /.test(last)
    if (isInside) inside++
    const names = await readdir(join(folder, 'state')).catch(() => [])
    const left = names.filter((name) => name.endsWith('.tmp')).length
    leftovers += left
    log.push(
      `kill ${kill + 1} of the save: ${moment} ms after the first write began, ${said.length} steps, last "${last}"${isInside ? ', inside a write' : ''}, ${left} unfinished file(s) beside`,
    )

    // As the next start of the program sees it.
    const files = makeDiskFiles(folder)
    const keys = await files.list('')
    expect(keys.every((key) => /^(state\/\d\.bin|log\.jsonl)$/.test(key))).toBe(true)
    for (const [key, version] of acknowledged) {
      const bytes = await files.read(key)
      const found = bytes && versionOf(bytes)
      // The last one acknowledged, or the one under way when the kill came: whole in any case.
      expect(found, `${key} after "${last}"`).toBeGreaterThanOrEqual(version)
      expect(found).toBeLessThan(next)
    }
    for (const key of keys.filter((name) => name.startsWith('state/')))
      expect(versionOf((await files.read(key)) ?? new Uint8Array()), key).toBeDefined()
    const kept = new TextDecoder()
      .decode(await files.read('log.jsonl'))
      .split('\n')
      .slice(0, -1)
    const versions = new Set(kept.map((line) => (JSON.parse(line) as { version: number }).version))
    for (const version of lines) expect(versions.has(version), `line ${version}`).toBe(true)
  }
  console.log(log.join('\n'))
  expect(inside).toBeGreaterThanOrEqual(3)
  // The first write of a new start clears what the killed ones left.
  await makeDiskFiles(folder).write('state/0.bin', new Uint8Array(1))
  expect((await readdir(join(folder, 'state'))).filter((name) => name.endsWith('.tmp'))).toEqual([])
  console.log(
    `${inside} of ${log.length} kills fell inside a write; ${leftovers} unfinished files were left and removed`,
  )
  await rm(folder, { recursive: true })
})
