import type { ChromatogramRun } from '../../../src/views/plots/chromatogram.ts'

/** Five Gaussian peaks where those of the BTEX column lie: retention times and widths of arXiv 2501.00001, rounded. */
export const names = ['benzene', 'toluene', 'ethylbenzene', 'mp-xylene', 'o-xylene']
const peaks = [
  [119, 5.7, 193e-9],
  [231.5, 6, 186e-9],
  [449, 7.6, 156e-9],
  [481, 9.3, 243e-9],
  [576, 9.4, 126e-9],
] as const

const gauss = (x: number, [middle, sigma, height]: readonly [number, number, number]) =>
  height * Math.exp(-0.5 * ((x - middle) / sigma) ** 2)

/** @param shift of all peaks, s */
export function btexRun(name: string, shift = 0, count = 1601): ChromatogramRun {
  const times = Float64Array.from({ length: count }, (_, i) => (800 * i) / (count - 1))
  const values = Float64Array.from([...times].flatMap((t) => peaks.map((peak) => gauss(t - shift, peak))))
  return { name, scalars: names.map((n) => ({ name: n, unit: 'mol/m^3' })), samples: { times, values } }
}

/** A fit of toluene to 200 points with a known, repeatable disturbance. */
export function tolueneFit() {
  const x = Array.from({ length: 200 }, (_, i) => 4 * i)
  const model = x.map((t) => gauss(t, peaks[1]))
  const residuals = x.map((_, i) => 4e-9 * Math.sin(12.9898 * i))
  return {
    dataset: 'run3.csv',
    column: 'FID',
    of: 'toluene',
    unit: 'mol/m^3',
    x,
    model,
    residuals,
    measured: model.map((value, i) => value + (residuals[i] ?? 0)),
    bandLow: model.map((value) => value - 2e-9),
    bandHigh: model.map((value) => value + 2e-9),
  }
}
