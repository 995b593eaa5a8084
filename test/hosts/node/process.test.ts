// The command line as a process: signals and kills need one. Uses the build in dist/node (bin/isoline.mjs makes it when it is not there).
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRun } from '../../../src/experiment/store.ts'
import { makeDiskFiles } from '../../../src/hosts/node/disk-files.ts'
import { gasColumn } from '../../experiment/samples.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const bin = join(root, 'bin', 'isoline.mjs')
const folder = mkdtempSync(join(tmpdir(), 'isoline-process-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Long enough that a state (every 2 s) is saved well before the end.
const long = gasColumn({ method: { id: 'finite-volume', cells: 10_000, rtol: 1e-10 } })
const isoline = (args: readonly string[]) =>
  spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 })

beforeAll(() => {
  // Builds where needed, so that no test waits for it.
  expect(isoline(['list', 'problems']).status).toBe(0)
  writeFileSync(join(folder, 'long.json'), JSON.stringify(long))
  expect(isoline(['run', 'long.json', '--out', 'whole', '--json']).status).toBe(0)
}, 300_000)

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))

/** Starts a run and waits until the file `sign` is there. */
async function startedRun(out: string, sign: string) {
  const child = spawn(process.execPath, [bin, 'run', 'long.json', '--out', out, '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let stdout = ''
  child.stdout.on('data', (data) => {
    stdout += data
  })
  const over = ended(child)
  const file = join(folder, out, sign)
  while (!existsSync(file) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5))
  return { child, over, output: () => stdout }
}
const scalars = (out: string) => readFileSync(join(folder, out, 'scalars.csv'), 'utf8')

test('Ctrl+C stops with exit status 3 and one document; --resume ends with the bytes of an uninterrupted run', async () => {
  const { child, over, output } = await startedRun('stopped', 'scalars.csv')
  child.kill('SIGINT')
  expect(await over).toBe(3)
  expect(JSON.parse(output())).toMatchObject({ status: 'stopped', method: 'finite-volume' })
  const resumed = isoline(['run', '--resume', 'stopped', '--json'])
  expect(resumed.status).toBe(0)
  expect(JSON.parse(resumed.stdout).status).toBe('done')
  expect(scalars('stopped')).toBe(scalars('whole'))
  expect(readFileSync(join(folder, 'stopped', 'frames.zarr', '.zmetadata'), 'utf8')).toBe(
    readFileSync(join(folder, 'whole', 'frames.zarr', '.zmetadata'), 'utf8'),
  )
})

test('kill -9 leaves `running` and readable files; --resume ends with the same bytes', async () => {
  const { child, over } = await startedRun('killed', 'checkpoint/state.json')
  child.kill('SIGKILL')
  await over
  const stored = await readRun(makeDiskFiles(join(folder, 'killed')))
  expect(stored.outcome.status).toBe('running')
  // The state that it goes on from is there, and not that of the end.
  expect(stored.checkpoint?.rows).toBeLessThan(101)
  expect(stored.scalars.values.every(Number.isFinite)).toBe(true)
  expect(isoline(['run', '--resume', 'killed', '--json']).status).toBe(0)
  expect(scalars('killed')).toBe(scalars('whole'))
})

test('a reader that stops reading is no error', () => {
  const piped = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" schema | head -c 10`], { encoding: 'utf8' })
  expect(piped.stderr).not.toMatch(/error|EPIPE/i)
  expect(piped.stdout).toHaveLength(10)
})
