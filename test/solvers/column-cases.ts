import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Frame, linspace } from '../../src/core/field.ts'
import type { Simulation } from '../../src/core/simulation.ts'
import { makeGoldstein } from '../../src/kernels/goldstein.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import type { ColumnTransport } from '../../src/solvers/discretisations/column-transport.ts'

/** The BTEX case of arXiv 2501.00001 with its table of c/c0 (Goldstein's J in 40 digits; see the JSON beside it). */
export function btexCase(name: 'gc_btex_varvel' | 'gc_btex_constvel') {
  const read = (ending: string) =>
    readFileSync(join(import.meta.dirname, '../reference/chromatography', `${name}.${ending}`), 'utf8')
  const meta: Record<'L' | 'u0' | 'pL' | 'p0' | 'delta' | 'R' | 't1' | 'c0', number> &
    Record<'ka' | 'kd' | 'c0_mult', number[]> & { analytes: string[] } = JSON.parse(read('json'))
  const [, ...lines] = read('csv').trim().split('\n')
  const rows = lines.map((line) => line.split(',').map(Number))
  const transport: ColumnTransport = {
    length: meta.L,
    inletVelocity: meta.u0,
    pressureRatio: name === 'gc_btex_varvel' ? meta.pL / meta.p0 : 1,
    phaseRatio: (2 * meta.delta) / meta.R,
    injection: meta.t1,
    injectorTime: 0,
    components: meta.analytes.map((analyte, i) => ({
      name: analyte,
      ka: meta.ka[i] ?? 0,
      kd: meta.kd[i] ?? 1,
      concentration: meta.c0 * (meta.c0_mult[i] ?? 1),
      dispersion: 0,
    })),
  }
  return { transport, times: Float64Array.from(rows, (row) => row[0] ?? 0), table: rows.map((row) => row.slice(1)) }
}

/** One analyte that loads its film, K c0/capacity = `load`, with the front's closed form over c0. */
export function thomasCase(load: number) {
  const [length, inletVelocity, ka, kd] = [10, 0.4, 500, 5]
  const capacity = ka / kd / load
  const transport: ColumnTransport = {
    length,
    inletVelocity,
    pressureRatio: 1,
    phaseRatio: 0.02,
    injection: 1e4,
    injectorTime: 0,
    components: [{ name: 'a', ka, kd, concentration: 1, dispersion: 0, capacity }],
  }
  const { j } = makeGoldstein(makeKernels())
  // Thomas (1944), spec 2.4: q_t = k1 c(Q − q) − k2 q; here Q = capacity, k1 = ka/capacity, R = 1/(1 + K c0).
  const n = (0.02 * ka * length) / inletVelocity
  const R = 1 / (1 + load)
  const exact = (time: number): number => {
    const theta = time - length / inletVelocity
    if (theta <= 0) return 0
    const N = (ka / capacity + kd) * theta
    const front = j(R * n, N)
    return front === 0 ? 0 : front / (front + (1 - j(n, R * N)) * Math.exp((R - 1) * (N - n)))
  }
  return { transport, times: linspace(0, 150, 301), exact }
}

/** Runs to the end; everything that came out. */
export function finish(simulation: Simulation): { readonly values: Float64Array; readonly frames: readonly Frame[] } {
  const values: number[] = []
  const frames: Frame[] = []
  for (;;) {
    const piece = simulation.advance(1, () => 0)
    for (const value of piece.samples?.values ?? []) values.push(value)
    frames.push(...(piece.frames ?? []))
    if (piece.done) return { values: Float64Array.from(values), frames }
  }
}

/** Largest difference from the table, each component relative to its own peak. */
export function errorsToTable(transport: ColumnTransport, values: Float64Array, table: readonly number[][]): number[] {
  const width = transport.components.length
  return transport.components.map(({ concentration }, c) => {
    let worst = 0
    let peak = 0
    table.forEach((row, i) => {
      peak = Math.max(peak, row[c] ?? 0)
      worst = Math.max(worst, Math.abs((values[i * width + c] ?? Number.NaN) / concentration - (row[c] ?? 0)))
    })
    return worst / peak
  })
}
