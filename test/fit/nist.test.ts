import { expect, test } from 'vitest'
import { estimateUncertainty } from '../../src/fit/uncertainty.ts'
import { solveLeastSquares } from '../support/solve-least-squares.ts'
import { nistNames, readNist } from './nist.ts'

// Certified values: NIST StRD non-linear regression, test/reference/nist/NAME.dat, 11 digits. Derivatives here are central differences.
const figures = (value: number, certified: number) => -Math.log10(Math.abs((value - certified) / certified) + 1e-16)

for (const name of nistNames)
  for (const start of [0, 1])
    test(`NIST ${name} from start ${start + 1}: parameters to 6 figures, deviations to 4`, () => {
      const problem = readNist(name)
      const count = problem.response.length
      const result = solveLeastSquares(
        {
          start: problem.starts[start] ?? [],
          count,
          residuals: (b, out) => {
            for (let i = 0; i < count; i++)
              out[i] = problem.model(b, problem.predictors[i] ?? []) - (problem.response[i] ?? 0)
          },
        },
        { costTolerance: 1e-16, stepTolerance: 1e-13, maximumIterations: 2000 },
      )
      const { covariance, groupStd, groupFreedom } = estimateUncertainty(result.jacobian, result.residuals)
      problem.certified.forEach((certified, i) => {
        expect(figures(result.parameters[i] ?? 0, certified)).toBeGreaterThan(6)
      })
      // Rat43's header says 9 for 15 observations and 4 parameters; its certified standard deviation is that of 11.
      expect(groupFreedom[0]).toBeCloseTo(name === 'Rat43' ? 11 : problem.freedom, 6)
      // Lanczos1 is generated data rounded at the 14th digit: its certified residual sum of 1.4e-25 is below double rounding.
      if (name === 'Lanczos1') return
      expect(figures(2 * result.cost, problem.residualSum)).toBeGreaterThan(6)
      expect(figures(groupStd[0] ?? 0, problem.residualStd)).toBeGreaterThan(6)
      problem.deviations.forEach((certified, i) => {
        expect(figures(Math.sqrt(covariance[i]?.[i] ?? 0), certified)).toBeGreaterThan(4)
      })
    })
