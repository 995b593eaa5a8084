import { expect, test } from 'vitest'
import { domainSize } from '../../../src/core/domain.ts'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import { makeReferenceFields } from '../../../src/solvers/backends/reference/reference-fields.ts'
import { makeFiniteDifference } from '../../../src/solvers/discretisations/finite-difference/finite-difference.ts'
import type { FieldProblem, MakeFields } from '../../../src/solvers/fields/discretised-fields.ts'
import { backendCases } from './cases.ts'

/** Rates, prescribed node values and integrals of one state. */
function answers(make: MakeFields, problem: FieldProblem, order: number) {
  const kernels = makeKernels()
  const fields = make(kernels, problem, { order })
  const count = domainSize(problem.domain) * problem.equations.unknowns.length
  const [nodes, state, out, sums] = [count, count, count, 8].map((length) => kernels.reserve(length))
  // A smooth state and something on it that no stencil can take for smooth.
  const given = kernels.view(nodes, count)
  for (let i = 0; i < count; i++) given[i] = 0.6 + 0.3 * Math.sin(0.37 * i) + 0.1 * Math.cos(i * i)
  fields.encode(0.3, nodes, state)
  fields.system.rates(0.3, state, out)
  fields.integrals(0.3, state, sums)
  return {
    rates: kernels.view(out, count).slice(),
    nodes: kernels.view(state, count).slice(),
    integrals: kernels.view(sums, problem.equations.unknowns.length).slice(),
  }
}

// Two programs of one scheme: what the generator makes, and a walk over the typed expressions. Only rounding is between them.
for (const { name, problem } of backendCases)
  for (const order of [2, 4])
    test(`${name}, order ${order}: generated loops and plain numbers agree`, () => {
      const [one, other] = [makeFiniteDifference, makeReferenceFields].map((make) => answers(make, problem, order))
      for (const part of ['rates', 'nodes', 'integrals'] as const) {
        const largest = other[part].reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300)
        const apart = one[part].reduce((most, value, i) => Math.max(most, Math.abs(value - other[part][i])), 0)
        expect(largest).toBeGreaterThan(1e-3)
        expect(apart / largest, part).toBeLessThan(1e-11)
      }
    })
