// Topic gas-column: the five-analyte BTEX chromatogram (1601 times) beside a SciPy program of the same formulas.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'isoline-bench-'))
const reference = (name) => readFileSync(join(here, '../test/reference/chromatography', name), 'utf8')
const table = (name) => {
  const [, ...rows] = reference(`${name}.csv`).trim().split('\n')
  const cells = rows.map((row) => row.split(',').map(Number))
  return cells[0].map((_, i) => Float64Array.from(cells, (row) => row[i]))
}

const python = 'SciPy'
export const peers = [
  {
    name: python,
    commands: ['/usr/bin/python3', 'python3'].map((program) => [program, join(here, 'peers/gas_column.py')]),
    probe: ['-c', 'import numpy, scipy'],
  },
]

/** Largest difference over the largest wanted value, the worst component. */
const relative = (ours, wanted) =>
  Math.max(
    ...wanted.map((column, i) => {
      let [worst, top] = [0, 0]
      for (let k = 0; k < column.length; k++) {
        worst = Math.max(worst, Math.abs(ours[i][k] - column[k]))
        top = Math.max(top, Math.abs(column[k]))
      }
      return worst / top
    }),
  )

export function cases({ makeExactGasColumn, makeGasColumnModel, simulate, fitAtOnce, makeRandom }) {
  const meta = JSON.parse(reference('gc_btex_varvel.json'))
  const dispersion = (i) => meta.PeInv[i] * meta.u0 * meta.ell
  const problem = (parameters, component) => ({
    parameters: {
      temperature: meta.T,
      length: meta.L,
      radius: meta.R,
      film: meta.delta,
      inletPressure: meta.p0,
      outletPressure: meta.pL,
      inletVelocity: meta.u0,
      injection: meta.t1,
      ...parameters,
    },
    components: meta.analytes.map((_, i) => ({
      name: `analyte${i + 1}`,
      ka: meta.ka[i],
      kd: meta.kd[i],
      concentration: 1,
      ...component?.(i),
    })),
  })
  const [times, ...varvel] = table('gc_btex_varvel')
  const [, ...constvel] = table('gc_btex_constvel')
  const exact =
    (values, at = times) =>
    () => {
      const model = makeGasColumnModel(values)
      const solution = makeExactGasColumn(model)
      return model.components.map((_, i) => {
        const out = new Float64Array(at.length)
        solution.outlet(i, at, out)
        return out
      })
    }
  const file = join(scratch, 'values.f64')
  const read = (columns) => () => {
    const bytes = readFileSync(file)
    const all = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
    const rows = all.length / columns
    return Array.from({ length: columns }, (_, i) => all.slice(i * rows, (i + 1) * rows))
  }
  const column = (values) => {
    const { components: _, ...numbers } = makeGasColumnModel(values)
    return { ...numbers, components: makeGasColumnModel(values).components }
  }
  const request = (kind, values, at = times) => ({ kind, out: file, times: [...at], ...column(values) })
  const tailed = problem({ injectorTime: 2 })
  const spread = problem({}, (i) => ({ dispersion: dispersion(i) }))
  const lrm = {
    parameters: { length: 1, radius: 3, film: 1, inletVelocity: 1 / 30, injection: 10, variableVelocity: false },
    components: [{ name: 'analyte', ka: 1, kd: 1, concentration: 1, dispersion: 1e-4 }],
  }
  const [lrmTimes, ...lrmWanted] = table('lrm_linear_kinetic_pulse')

  const document = (method) => {
    const { parameters, components } = problem({})
    return {
      isoline: 1,
      problem: { id: 'gas-column', parameters, components },
      method,
      time: { to: 800, samples: 1601 },
    }
  }
  const rows = ({ values, scalars }) =>
    scalars.map((_, i) => Float64Array.from(times, (_t, k) => values[k * scalars.length + i]))

  // A chromatogram of each analyte with 1 % noise, fitted from a start 60 % off.
  const truth = exact(problem({}))()
  const noise = truth.map((curve, i) => {
    const random = makeRandom(100 + i)
    const top = Math.max(...curve)
    return curve.map((value) => value + 0.01 * top * random.normal())
  })
  writeFileSync(join(scratch, 'noise.f64'), Buffer.concat(noise.map((curve) => Buffer.from(curve.buffer))))
  const names = meta.analytes.map((_, i) => `analyte${i + 1}`)
  const start = meta.analytes.map((_, i) => ({ K: (1.6 * meta.ka[i]) / meta.kd[i], kd: 1.6 * meta.kd[i] }))
  const dataset = {
    file: 'noise.csv',
    format: 'csv',
    sha256: '0'.repeat(64),
    options: { encoding: 'utf-8', delimiter: ',', decimal: '.', headerRows: 1 },
    tables: [
      {
        name: 'noise.csv',
        columns: [
          { name: 'time', role: 'x', unit: 's', values: times },
          ...noise.map((values, i) => ({ name: names[i], role: 'ignore', unit: 'mol/m^3', values })),
        ],
      },
    ],
    notes: [],
  }
  const fitDocument = {
    ...document({ id: 'exact' }),
    problem: {
      id: 'gas-column',
      parameters: problem({}).parameters,
      components: names.map((name, i) => ({ name, ...start[i], concentration: 1 })),
    },
    data: [{ file: 'noise.csv', columns: { time: 'x', ...Object.fromEntries(names.map((n) => [n, `y:${n}`])) } }],
  }
  const errorOfK = (K) => Math.max(...K.map((value, i) => Math.abs(value / (meta.ka[i] / meta.kd[i]) - 1)))
  const same = 'error against ours'
  return [
    {
      case: 'exact, variable velocity, 5 × 1601',
      ours: exact(problem({})),
      error: (r) =>
        relative(
          r.map((c) => c),
          varvel,
        ),
      peer: { name: python, request: request('pulse', problem({})), error: () => relative(read(5)(), varvel) },
    },
    {
      case: 'exact, constant velocity, 5 × 1601',
      ours: exact(problem({ variableVelocity: false })),
      error: (r) => relative(r, constvel),
      peer: {
        name: python,
        request: request('pulse', problem({ variableVelocity: false })),
        error: () => relative(read(5)(), constvel),
      },
    },
    {
      case: 'exact, tailing injector, 5 × 1601',
      ours: exact(tailed),
      peer: { name: python, request: request('laplace', tailed), error: () => relative(read(5)(), exact(tailed)()) },
      note: same,
    },
    {
      case: 'exact, dispersion, variable velocity, 5 × 1601',
      ours: exact(spread),
      peer: { name: python, request: request('laplace', spread), error: () => relative(read(5)(), exact(spread)()) },
      note: same,
    },
    {
      case: 'exact, dispersion, constant velocity, Pe 333, 1 × 601',
      ours: exact(lrm, lrmTimes),
      error: (r) => relative(r, lrmWanted),
      peer: {
        name: python,
        request: request('laplace', lrm, lrmTimes),
        error: () => relative(read(1)(), lrmWanted),
      },
    },
    {
      case: 'finite volume at its default, variable velocity, 5 × 1601',
      ours: () => rows(simulate(document({ id: 'finite-volume' }), {})),
      error: (r) => relative(r, varvel),
      repeats: 3,
      peer: {
        name: python,
        repeats: 1,
        request: request('lines', problem({})),
        error: () => relative(read(5)(), varvel),
      },
      note: 'the peer: linear third-order upwind on 400 cells, LSODA with banded Jacobian',
    },
    {
      case: 'fit of five analytes (K, kd), 1 % noise, start 60 % off',
      ours: () => fitAtOnce(fitDocument, { 'noise.csv': dataset }, { clock: () => 0 }),
      error: (r) => errorOfK(names.map((_, i) => r.parameters[`problem.components.${i}.K`]?.value ?? Number.NaN)),
      peer: {
        name: python,
        repeats: 3,
        request: { ...request('fit', problem({})), noise: join(scratch, 'noise.f64'), start },
        error: (answer) => errorOfK(answer.K),
      },
      note: 'errors: the worst relative error of K; least_squares(method="lm") on ln K, ln kd',
    },
  ]
}
