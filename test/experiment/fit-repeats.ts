import { fitAtOnce } from '../../src/experiment/fit.ts'
import { btex, btexExperiment, btexInK, btexParameters, dataset, noisy, outlets, seconds } from './fit-fixtures.ts'

/** How many of the 95 % intervals of K and kd of the five analytes hold the truth. */
export function coverage(samples: number, repeats: number, seed: number) {
  const times = seconds(800, samples)
  const truth = btexInK()
  const curves = outlets(btexParameters, truth, times)
  const columns = { time: 'x', ...Object.fromEntries(btex.map(({ name }) => [name, `y:${name}`])) }
  const starts = [0.4, 1.6]
  let inside = 0
  let count = 0
  let converged = 0
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = starts[repeat % 2] ?? 1
    const measured = dataset('run.csv', {
      time: { unit: 's', values: times },
      ...Object.fromEntries(btex.map(({ name }, i) => [name, { unit: 'mol/m^3', values: noisy(curves[i] ?? times, 0.01, seed + 5 * repeat + i) }])),
    }) // biome-ignore format: record
    const experiment = btexExperiment(btexInK([start, start, start, start, start]), {
      data: [{ file: 'run.csv', columns }],
    })
    const result = fitAtOnce(experiment, { 'run.csv': measured }, { clock: () => 0 })
    if (result.status === 'converged') converged++
    truth.forEach((component, i) => {
      for (const name of ['K', 'kd']) {
        const [low, high] = result.parameters[`problem.components.${i}.${name}`]?.interval95 ?? [0, 0]
        const value = Number(component[name])
        if (low <= value && value <= high) inside++
        count++
      }
    })
  }
  return { coverage: inside / count, converged: converged / repeats }
}
