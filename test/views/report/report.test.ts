import { expect, test } from 'vitest'
import { embedInHtml, extractExperiment } from '../../../src/data/embed.ts'
import type { Experiment } from '../../../src/experiment/experiment.ts'
import { parseExperiment } from '../../../src/experiment/parse.ts'
import { resolveProblem } from '../../../src/experiment/resolve.ts'
import { gasColumn } from '../../../src/pde/gas-column/problem.ts'
import { carriedPayload, leftOutNote } from '../../../src/views/report/carried.ts'
import { measuredOf, profileTime } from '../../../src/views/report/from-run.ts'
import { type ReportSource, reportHtml } from '../../../src/views/report/report.ts'
import { btexRun, tolueneFit } from '../plots/btex.ts'

const experiment = parseExperiment({
  ...gasColumn.example,
  title: 'Column <A> & "B"',
  problem: { ...(gasColumn.example.problem as object), parameters: { ...(gasColumn.example.problem as { parameters: object }).parameters, length: '2000 cm' } }, // biome-ignore format: record
})
const run = btexRun('exact')

const source: ReportSource = {
  experiment,
  problem: gasColumn,
  values: resolveProblem(experiment, {}),
  outcome: {
    status: 'done',
    method: 'finite-volume',
    stepper: 'ssprk33',
    backend: 'wasm',
    compute: { executor: 'wasm', precision: 'f64', threads: 1, build: 'simd' },
    why: ['finite-volume was asked for'],
    seconds: { wall: 1.25, cpu: 1.5 },
    steps: 1200,
    rejected: 3,
    evaluations: 3600,
    errors: { exact: { benzene: 1.5e-4 } },
    invariants: { 'mass.benzene': { first: 4.48e-6, last: 4.48e-6, drift: 2e-16 } },
    metrics: { 'retentionTime.benzene': 119.1636 },
    events: [],
    versions: { isoline: '0.1.0' },
    seed: 7,
  },
  scalars: run.scalars,
  samples: run.samples,
  inputs: {},
  exact: run.samples.values,
  command: 'node bin/isoline.mjs run run7/experiment.json',
  version: '0.1.0',
  platform: 'Linux x64',
  experimentSha256: 'ab'.repeat(32),
}

const withFit: ReportSource = {
  ...source,
  fit: {
    status: 'converged',
    reason: 'the cost no longer falls',
    parameters: {
      'problem.components.1.kd': { value: 11.502, standardError: 0.031, interval95: [11.44, 11.564], unit: '1/s' },
      'problem.components.1.K': { value: 256.73, standardError: 0.12, interval95: [256.49, 256.97], unit: '1' },
    },
    correlation: [[1, 0.995], [0.995, 1]], // biome-ignore format: matrix
    flagged: [{ a: 'problem.components.1.kd', b: 'problem.components.1.K', correlation: 0.995 }],
    residualStd: 2.8e-9,
    r2: 0.9991,
    reducedChiSquare: 1.02,
    degreesOfFreedom: 198,
    evaluations: 12,
    iterations: 5,
    seconds: 0.08,
    series: [tolueneFit()],
    notes: ['2 rows had no number'],
  },
}

test('the report says everything the issue asks of it', () => {
  const page = reportHtml(withFit)
  for (const said of ['11.50 ± 0.03', '11.44 to 11.56', 'kd of toluene', '0.9991', 'cannot be told apart', '2 rows had no number', '1.5×10⁻⁴', '2.0×10⁻¹⁶', 'Mass of benzene', '119.164', 'given as 2000 cm', 'finite-volume was asked for', '1200, 3', 'node bin/isoline.mjs run run7/experiment.json', 'ab'.repeat(32), 'Linux x64', 'isoline 0.1.0']) // biome-ignore format: a list
    expect(page).toContain(said)
  // Equations as MathML, five figures: result, correlation, comparison with the exact solution
  expect(page.match(/<math /g)?.length).toBeGreaterThan(5)
  expect(page.match(/<svg /g)).toHaveLength(3)
  expect(page).toMatch(/Seed<\/dt><dd>7</)
})

test('the report runs nothing, fetches nothing and escapes what people wrote', () => {
  const hostile: Experiment = { ...experiment, title: '<script>alert(1)</script>', notes: '<img src=x onerror=alert(1)>', authors: ['"><svg onload=alert(1)>'] } // biome-ignore format: record
  const page = reportHtml({ ...withFit, experiment: hostile })
  expect(page).not.toMatch(/<script|<img|onload=alert\(1\)>(?!<)/)
  expect(page).toContain(`default-src 'none'`)
  expect(page).not.toMatch(/(?:src|href)="(?!https:\/\/(?:doi|arxiv)\.org\/|https:\/\/[^"]*" rel="noreferrer"|data:|#)/)
  expect(page).not.toContain('undefined')
  expect(page).not.toContain('NaN')
})

test('ids of the figures in one page differ', () => {
  const ids = [...reportHtml(withFit).matchAll(/ id="([^"]+)"/g)].map((match) => match[1])
  expect(new Set(ids).size).toBe(ids.length)
})

test('a run that failed says so first', () => {
  const page = reportHtml({
    ...source,
    outcome: { ...source.outcome, status: 'failed', reason: 'not finite at t = 3 s' },
  })
  expect(page.indexOf('This run failed')).toBeGreaterThan(0)
  expect(page.indexOf('This run failed')).toBeLessThan(page.indexOf('<h2>'))
  expect(page).toContain('not finite at t = 3 s')
})

const dataset = {
  file: 'run3.csv',
  format: 'csv',
  sha256: 'cd'.repeat(32),
  options: { encoding: 'utf-8', delimiter: ',', decimal: '.' as const, headerRows: 1 },
  notes: [],
  tables: [
    {
      name: 'run3',
      columns: [
        { name: 'Time', role: 'x' as const, unit: 'min', values: Float64Array.of(1, 2, 3) },
        { name: 'FID, left', role: 'y' as const, unit: 'mmol/m^3', values: Float64Array.of(0.1, Number.NaN, 1 / 3) },
      ],
    },
  ],
}
const withData: Experiment = { ...experiment, data: [{ file: 'run3.csv', sha256: 'cd'.repeat(32), options: { delimiter: ',' }, columns: { Time: 'x', 'FID, left': 'y:toluene' } }] } // biome-ignore format: record

test('the report carries its experiment as it is and the file of its measurements byte for byte', () => {
  const original = Uint8Array.from('Time (min);"FID, left (mmol/m\xb3)"\r\n1;0,1\r\n', (letter) => letter.charCodeAt(0))
  const inputs = { 'run3.csv': { ...dataset, original } }
  const { text, left } = carriedPayload(withData, inputs)
  expect(left).toEqual([])
  const page = embedInHtml(reportHtml({ ...source, experiment: withData, inputs }), text)
  expect(page).toContain('cd'.repeat(32))
  const carried = extractExperiment(new TextEncoder().encode(page), 'report.html')
  // Hash and reading options with it: they hold for these bytes.
  expect(parseExperiment(carried?.experiment).data).toEqual(withData.data)
  expect(carried?.files['run3.csv']).toEqual(original)
})

test('a file above 1 MB, and one of which only the numbers are here, is left out and named', () => {
  const large = { ...dataset, original: new Uint8Array(1_000_001) }
  expect(carriedPayload(withData, { 'run3.csv': large }).left).toEqual(['run3.csv'])
  const bare = carriedPayload(withData, { 'run3.csv': dataset })
  expect(bare.left).toEqual(['run3.csv'])
  expect(leftOutNote(bare.left)).toContain('run3.csv. Keep the file beside it.')
  expect(leftOutNote([])).toBeUndefined()
})

test('measurements are drawn in the unit of the model: minutes as seconds, mmol/m³ as mol/m³', () => {
  const [series] = measuredOf(withData, { 'run3.csv': dataset }, run.scalars)
  expect([...(series?.x ?? [])]).toEqual([60, 180])
  expect(series?.y[0]).toBeCloseTo(1e-4, 18)
  expect(measuredOf(withData, {}, run.scalars)).toEqual([])
})

test('the profile is taken at half the time of the first peak: benzene at 119 s', () => {
  expect(profileTime(run.samples, 5)).toBeCloseTo(59.5, 6)
})
