import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { findStepper } from '../../src/solvers/catalogue.ts'
import { makeIntegration } from '../../src/solvers/integrate.ts'
import { plainSystem } from '../support/plain-system.ts'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

const n = 64
const ring = plainSystem({
  size: 2 * n,
  isAutonomous: true,
  rates(_, y, out) {
    for (let i = 0; i < n; i++) {
      out[i] = y[n + i]
      out[n + i] = y[(i + 1) % n] - 2 * y[i] + y[(i + n - 1) % n]
    }
  },
  separable: {
    positions: n,
    drift(_, y, out) {
      for (let i = 0; i < n; i++) out[i] = y[n + i]
    },
    kick(_, y, out) {
      for (let i = 0; i < n; i++) out[i] = y[(i + 1) % n] - 2 * y[i] + y[(i + n - 1) % n]
    },
  },
})

test.each(['tsit5', 'dop853', 'rk4', 'ssprk33', 'rkc2', 'verlet', 'yoshida4', 'auto'])(
  '%s: steps leave nothing behind, and take nothing the size of a vector on the way',
  (id) => {
    const { system } = ring
    const mark = system.kernels.mark()
    const stepper = findStepper(id)
    if (!stepper) throw new Error(id)
    const integration = makeIntegration({
      system,
      stepper,
      tolerances: { rtol: 1e-4, atol: 1e-4 },
      from: 0,
      to: 1e6,
      unknowns: [],
      ...(stepper.isAdaptive ? {} : { step: 0.05 }),
    })
    system.kernels.view(integration.stepping.state, 2 * n).forEach((_, i, state) => {
      state[i] = Math.sin((2 * Math.PI * i) / n)
    })
    integration.begin(0)
    const advance = (count: number) => {
      for (let k = 0; k < count; k++) integration.advance()
    }
    advance(10_000)
    const memory = system.kernels.memory.buffer.byteLength
    collect()
    const before = process.memoryUsage().heapUsed
    let most = 0
    for (let k = 0; k < 8; k++) {
      const start = process.memoryUsage().heapUsed
      advance(1000)
      most = Math.max(most, process.memoryUsage().heapUsed - start)
    }
    collect()
    // 8000 steps. What stays is the compiler's own; on the way numbers may be boxed, a vector would be 1024 bytes.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000)
    expect(most / 1000).toBeLessThan(1000)
    expect(system.kernels.memory.buffer.byteLength).toBe(memory)
    system.kernels.release(mark)
  },
)
