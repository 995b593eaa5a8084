// kill -9 of a run of the command line, ten times at seeded random moments, each time going on with --resume: the folder is
// readable after every kill, and what comes out in the end is, bit for bit, what an undisturbed run gives.
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureReady } from '../../scripts/setup.mjs'
import { makeRandom } from '../../src/core/random.ts'
import { readRun } from '../../src/experiment/store.ts'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'

const root = join(import.meta.dirname, '../..')
const kills = 10
const seed = 20261125
const log: string[] = []
let folder: string
let program: readonly string[]

beforeAll(async () => {
  await ensureReady({ parts: ['node'], log: () => {} })
  folder = await mkdtemp(join(tmpdir(), 'isoline-crash-run-'))
  // A copy: a kill must not fall into the set-up of bin/isoline.mjs, and nobody may build it anew under the runs compared.
  await cp(join(root, 'dist/node'), join(folder, 'program/dist/node'), { recursive: true })
  await cp(join(root, 'package.json'), join(folder, 'program/package.json'))
  const bundle = pathToFileURL(join(folder, 'program/dist/node/isoline.mjs')).href
  program = ['-e', `import(${JSON.stringify(bundle)}).then((program) => program.runProcess())`, 'isoline']
  const gallery = await readFile(join(root, 'datasets/experiments/gas-column-finite-volume.isoline.json'), 'utf8')
  const experiment = JSON.parse(gallery) as { method: object; time: object }
  experiment.method = { id: 'finite-volume', cells: 20_000 }
  experiment.time = { to: 320, samples: 321 }
  await writeFile(join(folder, 'long.isoline.json'), JSON.stringify(experiment))
}, 120_000)
afterAll(async () => {
  await mkdir(join(root, 'test-results'), { recursive: true })
  await writeFile(join(root, 'test-results/crash-run.log'), `${log.join('\n')}\n`)
  await rm(folder, { recursive: true, force: true })
})

const lines = async (path: string) => (await readFile(path, 'utf8').catch(() => '')).split('\n').slice(0, -1)

/** Runs until the moment after it said that it began, or to its end. */
async function runFor(args: readonly string[], out: string, milliseconds: number): Promise<'killed' | number> {
  const logPath = join(out, 'log.jsonl')
  const isBegun = (line: string) => /"message":"(started|resumed)/.test(line)
  const before = args.includes('--resume') ? (await lines(logPath)).filter(isBegun).length : 0
  const child = spawn(process.execPath, [...program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (piece: Buffer) => {
    errors += piece.toString()
  })
  const ended = new Promise<'killed' | number>((resolve) => {
    child.on('close', (code, signal) => resolve(signal === 'SIGKILL' ? 'killed' : (code ?? -1)))
  })
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  while (!isOver && (await lines(logPath)).filter(isBegun).length <= before)
    await new Promise((resolve) => setTimeout(resolve, 10))
  const patience = setTimeout(() => child.kill('SIGKILL'), milliseconds)
  const outcome = await ended
  clearTimeout(patience)
  if (outcome !== 'killed' && outcome !== 0) throw new Error(`the run ended with ${outcome}: ${errors.slice(-500)}`)
  return outcome
}

const statusOf = async (out: string) =>
  (JSON.parse(await readFile(join(out, 'outcome.json'), 'utf8')) as { status: string }).status

/** Everything a reader finds in the folder must be whole. */
async function inspect(out: string) {
  const outcome = JSON.parse(await readFile(join(out, 'outcome.json'), 'utf8')) as { status: string }
  JSON.parse(await readFile(join(out, 'experiment.json'), 'utf8'))
  const said = (await lines(join(out, 'log.jsonl'))).map((line) => JSON.parse(line) as { message: string })
  const stored = await readRun(makeDiskFiles(out))
  const { times, values } = { times: stored.scalars.times, values: stored.scalars.values }
  expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true)
  expect([...values].every(Number.isFinite)).toBe(true)
  const frames = stored.frames
  for (let index = 0; index < (frames?.times.length ?? 0); index++) {
    const frame = await frames?.frame(index)
    expect(frame?.time).toBe(frames?.times[index])
    for (const field of frame?.fields ?? []) expect(field.values.every(Number.isFinite)).toBe(true)
  }
  const savedAt = said.flatMap(({ message }) => /^state saved at t = (\S+) s/.exec(message)?.[1] ?? []).map(Number)
  return { outcome, stored, rows: times.length, frames: frames?.times.length ?? 0, lastSaved: savedAt.at(-1) }
}

test(`${kills} kills during a run: readable each time, nothing saved is lost, the end is the undisturbed one`, async () => {
  const random = makeRandom(seed)
  const experiment = join(folder, 'long.isoline.json')
  const whole = join(folder, 'whole')
  expect(await runFor(['run', experiment, '--out', whole], whole, 600_000)).toBe(0)
  const { seconds } = JSON.parse(await readFile(join(whole, 'outcome.json'), 'utf8')) as { seconds: { wall: number } }
  let out = join(folder, 'killed-0')
  let killed = 0
  for (let start = 0; killed < kills && start < 4 * kills; start++) {
    const isFresh = (await stat(out).catch(() => undefined)) === undefined
    const args = isFresh ? ['run', experiment, '--out', out] : ['run', '--resume', out]
    const moment = Math.round(random.uniform() * 400 * seconds.wall)
    const ending = await runFor(args, out, moment)
    if (ending !== 'killed') {
      log.push(`start ${start + 1}: ${moment} ms were enough to finish; another run is begun`)
      out = join(folder, `killed-${start + 1}`)
      continue
    }
    if ((await statusOf(out)) === 'done') {
      log.push(
        `start ${start + 1}: killed after ${moment} ms, when its result was already written; another run is begun`,
      )
      out = join(folder, `killed-${start + 1}`)
      continue
    }
    killed++
    const names = (await readdir(out, { recursive: true })).filter((name) => name.endsWith('.tmp'))
    const seen = await inspect(out)
    expect(seen.outcome.status).toBe('running')
    if (seen.stored.checkpoint) {
      // What a state was saved for is there: its rows, its frames.
      expect(seen.rows).toBeGreaterThanOrEqual(seen.stored.checkpoint.rows)
      expect(seen.frames).toBeGreaterThanOrEqual(seen.stored.checkpoint.frames)
      expect(seen.stored.checkpoint.time).toBeGreaterThanOrEqual(seen.lastSaved ?? 0)
    } else expect(seen.lastSaved).toBeUndefined()
    log.push(
      `kill ${killed} of a run: ${moment} ms after ${isFresh ? 'it began' : 'it went on'}; ${seen.rows} rows and ${seen.frames} frames, state of t = ${seen.stored.checkpoint?.time ?? 'none'} s${names.length > 0 ? `, inside a write (${names.join(' ')})` : ''}`,
    )
  }
  console.log(log.join('\n'))
  expect(killed).toBe(kills)
  expect(await runFor(['run', '--resume', out], out, 600_000)).toBe(0)
  const seen = await inspect(out)
  expect(seen.outcome.status).toBe('done')
  // A run repeats bit for bit, however often it was cut.
  expect(await readFile(join(out, 'scalars.csv'), 'utf8')).toBe(await readFile(join(whole, 'scalars.csv'), 'utf8'))
  const undisturbed = await inspect(whole)
  expect(seen.frames).toBe(undisturbed.frames)
  const last = seen.frames - 1
  expect(await seen.stored.frames?.frame(last)).toEqual(await undisturbed.stored.frames?.frame(last))
  expect((await readdir(out, { recursive: true })).filter((name) => name.endsWith('.tmp'))).toEqual([])
}, 300_000)
