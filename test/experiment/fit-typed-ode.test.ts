import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMeasurements } from '../../src/data/read/catalogue.ts'
import { fitAtOnce } from '../../src/experiment/fit.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { lotkaVolterraTruth } from '../datasets/make.ts'

const gallery = join(import.meta.dirname, '../../datasets')

test('predators and prey: four rates and both first counts from a noisy census', async () => {
  const experiment = parseExperiment(
    readFileSync(join(gallery, 'experiments/typed-ode-lotka-volterra-fit.isoline.json'), 'utf8'),
  )
  const file = experiment.data?.[0]?.file ?? ''
  const bytes = new Uint8Array(readFileSync(join(gallery, 'experiments', file)))
  const result = fitAtOnce(experiment, { [file]: await readMeasurements({ name: file, bytes }) }, { clock: () => 0 })
  expect(result.status).toBe('converged')
  // Source: the truth that the measurement was made from (test/datasets/make.ts); four standard errors hold it in 99.99 % of all draws.
  for (const [name, truth] of Object.entries(lotkaVolterraTruth)) {
    const path = name === 'prey' || name === 'predator' ? `problem.initial.${name}` : name
    const found = result.parameters[path]
    const error = found?.standardError ?? 0
    expect(error, path).toBeGreaterThan(0)
    expect(error / truth, path).toBeLessThan(0.05)
    expect(Math.abs((found?.value ?? Number.NaN) - truth) / error, path).toBeLessThan(4)
  }
  // Residuals are weighted by the noise that was put in.
  expect(result.r2).toBeGreaterThan(0.98)
})
