import { readFileSync } from 'node:fs'
import { type GasColumnModel, makeGasColumnModel } from '../../../src/pde/gas-column/model.ts'
import type { ParameterValues } from '../../../src/pde/problem.ts'

const folder = new URL('../../reference/chromatography/', import.meta.url)

/** A reference table: columns by name. */
export function referenceTable(name: string): Record<string, Float64Array> {
  const [head, ...rows] = readFileSync(new URL(`${name}.csv`, folder), 'utf8')
    .trim()
    .split('\n')
  const cells = rows.map((row) => row.split(',').map(Number))
  return Object.fromEntries(
    (head ?? '')
      .split(',')
      .map((column, i) => [column.trim(), Float64Array.from(cells, (row) => row[i] ?? Number.NaN)]),
  )
}

/** Its description. */
export function referenceMeta(name: string): Record<string, never> {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
}

export const btex = JSON.parse(readFileSync(new URL('gc_btex_varvel.json', folder), 'utf8')) as {
  readonly L: number
  readonly R: number
  readonly delta: number
  readonly p0: number
  readonly pL: number
  readonly t1: number
  readonly u0: number
  readonly ell: number
  readonly analytes: readonly string[]
  readonly ka: readonly number[]
  readonly kd: readonly number[]
  readonly PeInv: readonly number[]
}

/** The BTEX column of the reference tables with c0 = 1; parameters and components can be changed. */
export function btexColumn(
  change: ParameterValues = {},
  component: (i: number) => ParameterValues = () => ({}),
): GasColumnModel {
  return makeGasColumnModel({
    parameters: {
      length: btex.L,
      radius: btex.R,
      film: btex.delta,
      inletPressure: btex.p0,
      outletPressure: btex.pL,
      inletVelocity: btex.u0,
      injection: btex.t1,
      ...change,
    },
    components: btex.analytes.map((name, i) => ({
      name,
      ka: btex.ka[i] ?? 0,
      kd: btex.kd[i] ?? 0,
      concentration: 1,
      ...component(i),
    })),
  })
}

/** The diffusion coefficients of the paper's Pe⁻¹. */
export const btexDispersion = (i: number): ParameterValues => ({
  dispersion: (btex.PeInv[i] ?? 0) * btex.u0 * btex.ell,
})

/** One analyte on an otherwise plain column of constant velocity. */
export function plainColumn(parameters: ParameterValues, component: ParameterValues): GasColumnModel {
  return makeGasColumnModel({
    parameters: {
      length: 1,
      radius: 1,
      film: 0.1,
      inletVelocity: 0.1,
      injection: 1,
      variableVelocity: false,
      ...parameters,
    },
    components: [{ name: 'a', concentration: 1, ...component }],
  })
}

export const largest = (values: Float64Array) => values.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
export const distance = (a: Float64Array, b: Float64Array) =>
  a.reduce((m, v, i) => Math.max(m, Math.abs(v - (b[i] ?? Number.NaN))), 0)
export const equidistant = (from: number, to: number, count: number) =>
  Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1))
