// kill -9 of a sweep on several threads, at seeded random moments, each time going on: no row is computed twice, and the table is, byte for
// byte, that of an undisturbed sweep on one thread.
import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureReady } from '../../scripts/setup.mjs'
import { makeRandom } from '../../src/core/random.ts'

const root = join(import.meta.dirname, '../..')
const kills = 5
const points = 60
let folder: string
let program: readonly string[]

beforeAll(async () => {
  await ensureReady({ parts: ['node'], log: () => {} })
  folder = await mkdtemp(join(tmpdir(), 'isoline-crash-sweep-'))
  await cp(join(root, 'dist/node'), join(folder, 'program/dist/node'), { recursive: true })
  await cp(join(root, 'package.json'), join(folder, 'program/package.json'))
  const bundle = pathToFileURL(join(folder, 'program/dist/node/isoline.mjs')).href
  program = ['-e', `import(${JSON.stringify(bundle)}).then((program) => program.runProcess())`, 'isoline']
  const experiment = {
    isoline: 1,
    problem: {
      id: 'typed-ode',
      equations: ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"],
      parameters: { sigma: 10, rho: 28, beta: '8/3' },
      initial: { x: 1, y: 1, z: 1 },
    },
    method: { stepper: 'tsit5', rtol: 1e-9, atol: 1e-11 },
    // Long enough a point for the kill to come before the end, however quick the solver.
    time: { to: 600, samples: 201 },
    sweep: { over: { rho: { from: 10, to: 40 }, sigma: { from: 8, to: 12 } }, sampling: 'latin', samples: points },
    seed: 5,
  }
  await writeFile(join(folder, 'lorenz.isoline.json'), JSON.stringify(experiment))
}, 120_000)
afterAll(async () => {
  if (folder) await rm(folder, { recursive: true, force: true })
})

const read = (out: string, name: string) => readFile(join(out, name), 'utf8').catch(() => '')
/** Rows that are whole. */
const rowsOf = async (out: string) => (await read(out, 'sweep.jsonl')).split('\n').slice(0, -1)

/** Runs the command to its end, or until so many more rows are there than were. */
async function runFor(args: readonly string[], out: string, rows: number): Promise<'killed' | number> {
  const child = spawn(process.execPath, [...program, ...args], { stdio: 'ignore' })
  const ended = new Promise<'killed' | number>((resolve) => {
    child.on('close', (code, signal) => resolve(signal === 'SIGKILL' ? 'killed' : (code ?? -1)))
  })
  const before = (await rowsOf(out)).length
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  while (!isOver) {
    if ((await rowsOf(out)).length >= before + rows) {
      child.kill('SIGKILL')
      break
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return ended
}

test(`${kills} kills during a sweep: nothing that was there is computed again, the end is the undisturbed one`, async () => {
  const random = makeRandom(20261124)
  const file = join(folder, 'lorenz.isoline.json')
  const whole = join(folder, 'whole')
  expect(await runFor(['sweep', file, '--out', whole, '--workers', '1'], whole, Number.POSITIVE_INFINITY)).toBe(0)
  const out = join(folder, 'killed')
  let killed = 0
  let kept: readonly string[] = []
  for (let start = 0; start < kills; start++) {
    // The same command again, and --resume, by turns.
    const args = start % 2 === 0 ? ['sweep', file, '--out', out, '--workers', '2'] : ['run', '--resume', out]
    const ending = await runFor(args, out, 1 + Math.floor(4 * random.uniform()))
    if (ending === 0) break
    expect(ending).toBe('killed')
    killed++
    const outcome = JSON.parse(await read(out, 'outcome.json')) as { status: string }
    expect(outcome.status).toBe('running')
    const rows = await rowsOf(out)
    // What was there before this start is there now, untouched: its wall times would differ had it been computed again.
    expect(kept.filter((row) => !rows.includes(row))).toEqual([])
    kept = rows
  }
  expect(killed).toBeGreaterThanOrEqual(3)
  expect(await runFor(['run', '--resume', out], out, Number.POSITIVE_INFINITY)).toBe(0)
  const rows = await rowsOf(out)
  expect(kept.filter((row) => !rows.includes(row))).toEqual([])
  expect(rows).toHaveLength(points)
  expect(await read(out, 'sweep.csv')).toBe(await read(whole, 'sweep.csv'))
  const [a, b] = [JSON.parse(await read(out, 'outcome.json')), JSON.parse(await read(whole, 'outcome.json'))]
  expect([a.status, a.steps, a.evaluations]).toEqual([b.status, b.steps, b.evaluations])
}, 300_000)
