import { expect, test } from 'vitest'
import { type AdditiveSystem, makeAdditiveStep } from '../../src/solvers/steppers/additive-runge-kutta.ts'
import { largestStableStep } from '../../src/solvers/steppers/exchange-stability.ts'
import { makeExplicitStep } from '../../src/solvers/steppers/explicit-runge-kutta.ts'
import { kencarp4 } from '../../src/solvers/steppers/kencarp4.ts'
import { tsit5Tableau } from '../../src/solvers/steppers/tsit5.ts'

/** y' = cos t · y (explicit) − 2 y (implicit): y = exp(sin t − 2 t). */
function splitProblem() {
  let y = 1
  let next = 1
  const e: number[] = []
  const i: number[] = []
  let error = 0
  const system: AdditiveSystem = {
    stage(index, explicit, implicit, diagonal, time) {
      let sum = y
      for (let j = 0; j < index; j++) sum += (explicit[j] ?? 0) * (e[j] ?? 0) + (implicit[j] ?? 0) * (i[j] ?? 0)
      const value = sum / (1 + 2 * diagonal)
      e[index] = Math.cos(time) * value
      i[index] = -2 * value
    },
    finish(weights, off) {
      next = y
      error = 0
      e.forEach((rate, j) => {
        next += (weights[j] ?? 0) * (rate + (i[j] ?? 0))
        error += (off[j] ?? 0) * (rate + (i[j] ?? 0))
      })
      return Math.abs(error)
    },
  }
  const step = makeAdditiveStep(kencarp4, system)
  const zero = new Float64Array(6)
  return (count: number) => {
    y = 1
    for (let k = 0; k < count; k++) {
      system.stage(0, zero, zero, 0, k / count)
      step(k / count, 1 / count)
      y = next
    }
    return Math.abs(y - Math.exp(Math.sin(1) - 2))
  }
}

test('KenCarp4 has order 4 on a split, time-dependent problem', () => {
  const run = splitProblem()
  const order = Math.log2(run(20) / run(40))
  expect(order).toBeGreaterThan(3.8)
  expect(order).toBeLessThan(4.5)
})

test('Tsit5 has order 5', () => {
  const run = (count: number) => {
    const { step, next } = makeExplicitStep(tsit5Tableau, 2, (t, y, out) => {
      out[0] = Math.cos(t) * (y[0] ?? 0)
      out[1] = -(y[0] ?? 0) * (y[1] ?? 0)
    })
    const y = Float64Array.of(1, 1)
    for (let k = 0; k < count; k++) {
      step(k / count, 1 / count, y)
      y.set(next)
    }
    return Math.abs((y[0] ?? 0) - Math.exp(Math.sin(1)))
  }
  expect(Math.log2(run(8) / run(16))).toBeGreaterThan(4.7)
})

test('the tableaux are consistent: rows add up to their nodes, weights to one', () => {
  const sum = (row: readonly number[]) => row.reduce((a, b) => a + b, 0)
  kencarp4.nodes.forEach((node, i) => {
    expect(sum(kencarp4.explicit[i] ?? [])).toBeCloseTo(node, 13)
    if (i > 0) expect(sum(kencarp4.implicit[i] ?? []) + kencarp4.gamma).toBeCloseTo(node, 13)
  })
  tsit5Tableau.nodes.forEach((node, i) => {
    expect(sum(tsit5Tableau.matrix[i] ?? [])).toBeCloseTo(node, 13)
  })
  for (const { weights, embedded } of [kencarp4, tsit5Tableau]) {
    expect(sum(weights)).toBeCloseTo(1, 13)
    expect(sum(embedded)).toBeCloseTo(1, 13)
  }
})

test('fast exchange widens the stable step of the transport', () => {
  // One mode of pure advection, λ = i: explicit alone needs a bounded step; with exchange that holds 9 of 10 parts in the film
  // the whole moves ten times slower and the step may grow, though less (the gas itself is still explicit).
  const alone = largestStableStep(kencarp4, Float64Array.of(-0.1, 1), 0, 1)
  const held = largestStableStep(kencarp4, Float64Array.of(-0.1, 1), 900, 100)
  expect(alone).toBeGreaterThan(1)
  expect(alone).toBeLessThan(6)
  expect(held / alone).toBeGreaterThan(1.5)
})
