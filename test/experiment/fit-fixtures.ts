import { makeRandom } from '../../src/core/random.ts'
import type { Dataset } from '../../src/data/dataset.ts'
import type { Experiment, NumberText } from '../../src/experiment/experiment.ts'
import { makeExactGasColumn } from '../../src/pde/gas-column/exact.ts'
import { makeGasColumnModel } from '../../src/pde/gas-column/model.ts'

/** Rates and loads of the BTEX case (arXiv 2501.00001, tables 1 and 3; spec/chromatography 1.4). */
export const btex = [
  { name: 'o-xylene', ka: 10168, kd: 14.291, concentration: 2.732e-6 },
  { name: 'mp-xylene', ka: 6483, kd: 11.057, concentration: 5.464e-6 },
  { name: 'ethylbenzene', ka: 9203, kd: 16.94, concentration: 2.732e-6 },
  { name: 'toluene', ka: 2953, kd: 11.502, concentration: 2.732e-6 },
  { name: 'benzene', ka: 579, kd: 5.299, concentration: 2.732e-6 },
] as const

export const btexParameters = {
  temperature: 353.15,
  inletPressure: 4.01e5,
  outletPressure: 1.013e5,
  length: 20,
  radius: 9e-5,
  film: 1e-6,
  inletVelocity: 0.40934913346680896,
  injection: 4,
  variableVelocity: true,
}

export type Components = readonly Readonly<Record<string, NumberText>>[]

/** The BTEX components with K and kd, each times the factor of its place. */
export function btexInK(factors: readonly number[] = [1, 1, 1, 1, 1]): Components {
  return btex.map(({ name, ka, kd, concentration }, i) => ({ name, K: (ka / kd) * (factors[i] ?? 1), kd: kd * (factors[i] ?? 1), concentration })) // biome-ignore format: record
}

export function btexExperiment(components: Components, rest: Partial<Experiment> = {}): Experiment {
  return {
    isoline: 1,
    problem: { id: 'gas-column', parameters: btexParameters, components },
    time: { to: 800, samples: 1601 },
    ...rest,
  }
}

/** Outlet curves, mol/m³, one a component. */
export function outlets(
  parameters: Readonly<Record<string, number | boolean>>,
  components: Components,
  times: Float64Array,
) {
  const model = makeGasColumnModel({
    parameters,
    components: components as readonly Readonly<Record<string, number | string>>[],
  })
  const exact = makeExactGasColumn(model)
  return components.map((_, i) => {
    const out = new Float64Array(times.length)
    exact.outlet(i, times, out)
    return out
  })
}

/** A dataset as a reader makes it. */
export function dataset(
  file: string,
  columns: Readonly<Record<string, { readonly unit: string; readonly values: Float64Array }>>,
): Dataset {
  return {
    file,
    format: 'csv',
    sha256: '0'.repeat(64),
    options: { encoding: 'utf-8', delimiter: ',', decimal: '.', headerRows: 1 },
    tables: [
      {
        name: file,
        columns: Object.entries(columns).map(([name, { unit, values }], i) => ({ name, role: i === 0 ? 'x' : 'ignore', unit, values })), // biome-ignore format: record
      },
    ],
    notes: [],
  }
}

/** Values with normal noise of this part of their largest. */
export function noisy(values: Float64Array, part: number, seed: number): Float64Array {
  const random = makeRandom(seed)
  const height = values.reduce((a, b) => Math.max(a, b), 0)
  return values.map((value) => value + part * height * random.normal())
}

/** Seconds from 0 to `to`. */
export function seconds(to: number, samples: number): Float64Array {
  return Float64Array.from({ length: samples }, (_, i) => (i * to) / (samples - 1))
}
