import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { plan } from '../../src/experiment/plan.ts'

const square = (equation: string, points: number, rest: object = {}) => ({
  isoline: 1,
  problem: {
    id: 'typed-pde',
    equations: [equation],
    domain: { x: { from: 0, to: 1, points }, y: { from: 0, to: 1, points } },
    boundary: { x: 'u = 0', 'y-': 'u = x', 'y+': 'u = 0' },
    initial: { u: 0 },
  },
  ...rest,
})

const planned = (document: unknown): string | number => {
  try {
    return plan(parseExperiment(document), noInputs).memoryBytes / 8
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors.map(({ path, message }) => `${path}: ${message}`).join()
    throw error
  }
}

// Source: GMRES(40) keeps 44 vectors of the size of the solution (Saad, Schultz 1986; src/kernels/krylov.ts): 16.8 million values times
// 44 times 8 bytes are 5.5 GB alone.
test('Laplace on 4096 × 4096 is refused with a grid that fits; that grid passes', () => {
  const said = planned(square('u_xx + u_yy = 0', 4096))
  expect(said).toMatch(/^problem\.domain: 4096 × 4096 nodes with one unknown need about [\d.]+ GB to be solved, for the Jacobian and GMRES; one run has 2 GB\. Take fewer points, like 1024 × 1024$/) // biome-ignore format: one call
  const gigabytes = Number(/about ([\d.]+) GB/.exec(String(said))?.[1])
  expect(gigabytes).toBeGreaterThan((4096 ** 2 * 44 * 8) / 1024 ** 3)
  expect(planned(square('u_xx + u_yy = 0', 1024))).toBeGreaterThan(44 * 1024 ** 2)
})

// Source: of radau5 one real and one complex matrix, the complex one as a real one of twice the size with four times the entries: with
// nine entries a row 5 · 9 values at least, and GMRES(30) of both.
test('implicit steps in two dimensions count their matrices and the vectors of GMRES', () => {
  const implicit = (points: number) => planned(square('u_t = u_xx + u_yy', points, { time: { to: 1 }, method: { stepper: 'radau5', space: 'finite-difference' } })) // biome-ignore format: one call
  expect(implicit(512)).toBeGreaterThan(512 ** 2 * (5 * 9 + 3 * 34))
  expect(implicit(2048)).toMatch(
    /GB with radau5.*Take fewer points, like 512 × 512, or a stepper that keeps fewer stages/,
  )
})
