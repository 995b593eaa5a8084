// Stiff methods under the adaptive loop: backwards in time, and kept from falling below zero.
import { expect, test } from 'vitest'
import { makeIntegration } from '../../src/solvers/integrate.ts'
import { bdf } from '../../src/solvers/steppers/bdf.ts'
import { kencarp4Stepper } from '../../src/solvers/steppers/kencarp4-stepper.ts'
import { radau5 } from '../../src/solvers/steppers/radau5.ts'
import { rodas5p } from '../../src/solvers/steppers/rodas5p.ts'
import { plainSystem } from '../support/plain-system.ts'
import { robertson } from '../support/stiff-problems.ts'

for (const stepper of [radau5, rodas5p, bdf, kencarp4Stepper]) {
  test(`${stepper.id}: forward and back again, in time-dependent equations`, () => {
    // y' = −2 t y: y = e^(−t²).
    const { system } = plainSystem({
      size: 1,
      rates: (t, [y], out) => {
        out[0] = -2 * t * y
      },
    })
    for (const [from, to] of [[-1, 1.5], [1.5, -1]]) {
      const integration = makeIntegration({ system, stepper, tolerances: { rtol: 1e-7, atol: 1e-9 }, from, to, unknowns: ['y'] })
      system.kernels.view(integration.stepping.state, 1)[0] = Math.exp(-from * from)
      integration.begin(from)
      const out = system.kernels.allocate(1).pointer
      while (!integration.isDone) {
        integration.advance()
        const middle = (integration.time + integration.previousTime) / 2
        integration.solution(middle, out)
        expect(system.kernels.view(out, 1)[0]).toBeCloseTo(Math.exp(-middle * middle), 5)
      }
      expect(system.kernels.view(integration.stepping.state, 1)[0]).toBeCloseTo(Math.exp(-to * to), 5)
      expect(integration.steps).toBeLessThan(600)
    }
  }) // biome-ignore format: sentences

  test(`${stepper.id}: Robertson to 1e11 never below zero, at a tolerance that would let it`, () => {
    const { system } = plainSystem(robertson)
    for (const rtol of [1e-3, 1e-5]) {
      const integration = makeIntegration({
        system,
        stepper,
        tolerances: { rtol, atol: 1e-8 * rtol },
        from: 0,
        to: 1e11,
        unknowns: ['a', 'b', 'c'],
        nonNegative: [0, 1, 2],
      })
      system.kernels.view(integration.stepping.state, 3).set(robertson.initial)
      integration.begin(0)
      while (!integration.isDone) {
        integration.advance()
        const state = system.kernels.view(integration.stepping.state, 3)
        expect(Math.min(...state)).toBeGreaterThanOrEqual(0)
      }
      // 113-bit reference at 1e11: test/reference/ode/stiff-end-values.json.
      const error = Math.abs(system.kernels.view(integration.stepping.state, 3)[0] / 2.08334014970129e-8 - 1)
      expect(error).toBeLessThan(stepper === radau5 ? 10 * rtol : 0.1)
      expect(integration.steps + integration.rejected).toBeLessThan(5000)
    }
  })
}
