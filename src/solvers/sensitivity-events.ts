import { RunFailure } from '../core/errors.ts'
import { makeArenaView } from './arena-view.ts'
import type { CompiledSystem } from './compiled-system.ts'
import type { Pointer } from './system.ts'
import type { VariedEquations } from './varied-equations.ts'

/** Derivatives of expressions along the solution: of observed outputs, of events. */
export interface Variation {
  /** Computes every derivative at a state; valid until the next call. */
  at(time: number, state: Pointer): void
  /** The values of all outputs then. */
  readonly outputs: Pointer
  /** d expression/d of block k (1 … blocks − 1) at fixed time, the sensitivities standing behind the state. */
  along(row: number, block: number, state: Pointer): number
  /** d expression/dt along the solution, for these rates. */
  overTime(row: number, rates: Pointer): number
}

/** @param parameters place of the parameter of each block from 1 on; −1 for an initial value */
export function makeVariation(
  system: CompiledSystem,
  { equations, entries, first }: VariedEquations,
  parameters: readonly number[],
): Variation {
  const { kernels, size: n } = system
  const memory = makeArenaView(kernels)
  const outputs = kernels.reserve(Math.max(1, equations.outputs.length))
  const at = outputs / 8 + first
  const rows = 1 + entries.reduce((most, { row }) => Math.max(most, row), -1)
  const byRow = Array.from({ length: rows }, (_, row) => [...entries.keys()].filter((e) => entries[e]?.row === row))
  return {
    outputs,
    at: (time, state) => system.outputs(time, state, outputs),
    along(row, block, state) {
      const view = memory()
      const place = parameters[block - 1]
      let sum = 0
      for (const e of byRow[row] ?? []) {
        const { by, index } = entries[e]
        if (by === 'unknown') sum += view[at + e] * view[state / 8 + n * block + index]
        else if (by === 'parameter' && index === place) sum += view[at + e]
      }
      return sum
    },
    overTime(row, rates) {
      const view = memory()
      let sum = 0
      for (const e of byRow[row] ?? []) {
        const { by, index } = entries[e]
        if (by === 'unknown') sum += view[at + e] * view[rates / 8 + index]
        else if (by === 'time') sum += view[at + e]
      }
      return sum
    },
  }
}

/**
 * The assignments of an event for state and sensitivities. The time τ of the event depends on parameters too:
 * dτ/dp = −(h_y S⁻ + h_p)/(h_y f⁻ + h_t), and with y⁺ = g(τ, y⁻, p)
 * S⁺ = g_y S⁻ + g_p + (g_t + g_y f⁻ − f⁺) dτ/dp
 * (Rozenvasser, Autom. Remote Control 28 (1967) 400; Galán, Feehery, Barton, Appl. Numer. Math. 31 (1999) 17).
 * Jumps of the rates alone are the same with y⁺ = y⁻; the rates at their two sides are taken `moment` before and after.
 * @throws RunFailure where the function of the event is at rest there: the time of the event has no derivative
 */
export function makeSensitivityJump(
  system: CompiledSystem,
  varied: VariedEquations,
  variation: Variation,
  blocks: number,
  moment: number,
): (event: number, time: number, state: Pointer) => void {
  const { kernels, size: n } = system
  const memory = makeArenaView(kernels)
  const before = kernels.reserve(n)
  const after = kernels.reserve(n)
  const beside = kernels.reserve(n)
  const delays = new Float64Array(blocks)
  const jumped = new Float64Array(n * blocks)

  /** The rates at both sides of a jump, a moment before and after it along the solution; false where they are one. */
  function besideJump(time: number, state: Pointer): boolean {
    system.rates(time, state, before)
    const slope = kernels.view(before, n).slice()
    for (const [sign, out] of [
      [-1, before],
      [1, after],
    ] as const) {
      const view = memory()
      for (let i = 0; i < n; i++) view[beside / 8 + i] = view[state / 8 + i] + sign * moment * slope[i]
      system.rates(time + sign * moment, beside, out)
    }
    const view = memory()
    let [largest, size] = [0, 0]
    for (let i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(view[before / 8 + i] - view[after / 8 + i]))
      size = Math.max(size, Math.abs(view[before / 8 + i]), Math.abs(view[after / 8 + i]))
    }
    return largest > 1e-6 * size
  }

  return (event, time, state) => {
    const rows = varied.events[event]
    if (!rows) return
    const isJump = event >= varied.ownEvents
    if (isJump && !besideJump(time, state)) return
    variation.at(time, state)
    if (!isJump) system.rates(time, state, before)
    const speed = variation.overTime(rows.when, before)
    for (let k = 1; k < blocks; k++) {
      delays[k] = -variation.along(rows.when, k, state) / speed
      if (!Number.isFinite(delays[k]))
        throw new RunFailure(`the time of ${isJump ? 'a jump of the rates' : `event ${event}`} (t = ${time}) has no derivative: its function only touches zero there. Sensitivities do not pass it`) // biome-ignore format: one sentence
      const view = memory()
      for (let i = 0; i < n; i++) jumped[n * k + i] = view[state / 8 + n * k + i] + delays[k] * view[before / 8 + i]
      for (const { unknown, row } of rows.assignments)
        jumped[n * k + unknown] = variation.along(row, k, state) + delays[k] * variation.overTime(row, before)
    }
    if (!isJump) {
      system.applyEvent(event, time, state)
      system.rates(time, state, after)
    }
    const view = memory()
    for (let k = 1; k < blocks; k++)
      for (let i = 0; i < n; i++) view[state / 8 + n * k + i] = jumped[n * k + i] - delays[k] * view[after / 8 + i]
  }
}
