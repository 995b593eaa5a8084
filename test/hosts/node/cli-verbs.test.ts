import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { gasColumn } from '../../experiment/samples.ts'
import { call } from './call.ts'

const top = mkdtempSync(join(tmpdir(), 'isoline-cli-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))
let folder = ''
let count = 0
beforeEach(() => {
  folder = join(top, `case-${++count}`, 'work')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'a.isoline.json'), JSON.stringify(gasColumn()))
})
const write = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))

describe('sweep', () => {
  test('--over is the short form of the section', async () => {
    const args = ['sweep', 'a.isoline.json', '--over', 'length=10 m:20 m:3', '--over', 'injection=1:100:3:log']
    const { status, stdout } = await call(folder, args)
    expect(status).toBe(0)
    const rows = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(0, 2).map(Number))
    expect(rows).toHaveLength(9)
    expect(rows[1]?.[0]).toBe(10)
    expect(rows[1]?.[1]).toBeCloseTo(10, 12)
    expect((await call(folder, [...args, '--json'])).json.status).toBe('done')
  })

  test.each<[readonly string[], RegExp]>([
    [[], /give --over/],
    [['--over', 'length'], /PATH=a:b:n/],
    [['--over', 'lenght=1:2:3'], /no number at this PATH/],
    [['--over', 'length=1 s:2 s:3'], /different quantities/],
    [['--over', 'length=-1:2:3'], /above 0/],
    [['--over', 'length=1:2:1000000', '--over', 'film=1:2:1000000'], /are allowed/],
  ])('%j is refused before anything runs', async (args, message) => {
    const { status, stderr } = await call(folder, ['sweep', 'a.isoline.json', ...args])
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
  })
})

describe('run --watch', () => {
  test('runs again at a change, says what is wrong in between, ends at Ctrl+C', async () => {
    const controller = new AbortController()
    const out: string[] = []
    const talk: string[] = []
    const until = async (isThere: () => boolean) => {
      for (let i = 0; i < 500 && !isThere(); i++) await new Promise((resolve) => setTimeout(resolve, 20))
      expect(isThere()).toBe(true)
    }
    const io = {
      signal: controller.signal,
      stdout: (text: string | Uint8Array) => void out.push(String(text)),
      stderr: (text: string) => void talk.push(text),
    }
    const over = call(folder, ['run', 'a.isoline.json', '--watch'], io)
    await until(() => out.length === 1)
    write('a.isoline.json', gasColumn({ tiem: {} }))
    await until(() => talk.some((text) => text.includes('did you mean "time"')))
    write('a.isoline.json', gasColumn({ title: 'again' }))
    await until(() => out.length >= 2)
    controller.abort()
    expect((await over).status).toBe(3)
    expect(JSON.parse(out[1] ?? '').status).toBe('done')
  })
})

describe('gas-migration', () => {
  test('a programme from a file is the same as one of lists', async () => {
    const example = (await call(folder, ['new', 'gas-migration'])).json
    write('lists.json', example)
    const { time, temperature, inletPressure, outletPressure } = example.problem.program
    const celsius = temperature.map((text: string) => Number.parseFloat(text))
    const kilopascal = inletPressure.map((text: string) => Number.parseFloat(text))
    const rows = time.map((t: number, i: number) => [t / 60, celsius[i], kilopascal[i], outletPressure[i]].join(','))
    write('program.csv', `time (min),temperature (degC),inletPressure (kPa),outletPressure (Pa)\n${rows.join('\n')}\n`)
    write('file.json', { ...example, problem: { ...example.problem, program: { file: 'program.csv' } } })
    const lists = await call(folder, ['run', 'lists.json', '--json'])
    expect(lists.status).toBe(0)
    const file = await call(folder, ['run', 'file.json', '--out', 'm', '--json'])
    for (const [name, value] of Object.entries(lists.json.metrics))
      expect(file.json.metrics[name]).toBeCloseTo(Number(value), 6)
    // The folder carries the programme: it can be moved and run again.
    expect((await call(join(folder, 'm'), ['run', 'experiment.json', '--json'])).json.metrics).toEqual(
      file.json.metrics,
    )
    write('file.json', { ...example, problem: { ...example.problem, program: { file: 'nothing.csv' } } })
    expect((await call(folder, ['run', 'file.json', '--json'])).json.errors[0]).toMatchObject({
      path: 'problem.program.file',
    })
  })
})

describe('import', () => {
  test('says what is in a file; one document', async () => {
    write('m.csv', 'Time (min),Signal (mAU)\n0,1\n0.5,2\n1,4\n')
    const { status, json } = await call(folder, ['import', 'm.csv', '--json'])
    expect(status).toBe(0)
    expect(json.tables[0].columns.map((c: { role: string }) => c.role)).toEqual(['x', 'y'])
    expect(json.tables[0].columns[1]).toMatchObject({ unit: 'mAU', count: 3, first: 1, last: 4, min: 1, max: 4 })
    expect((await call(folder, ['import', 'm.csv'])).stdout).toContain('Signal')
  })

  test('--csv writes what reads back the same', async () => {
    write('m.txt', 'Zeit (min);Signal (mAU)\n0;1,5\n0,1;2,25\n')
    const first = await call(folder, ['import', 'm.txt', '--csv', 'out.csv', '--json'])
    expect(first.status).toBe(0)
    const second = await call(folder, ['import', 'out.csv', '--json'])
    expect(second.json.tables[0].columns).toEqual(first.json.tables[0].columns)
    expect(second.json.tables[0].columns[1]).toMatchObject({ first: 1.5, last: 2.25 })
  })
})
