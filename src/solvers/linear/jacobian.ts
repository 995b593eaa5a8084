import { implicitKernels } from '../../kernels/implicit.ts'
import { makeArenaView } from '../arena-view.ts'
import type { Written } from '../stepper.ts'
import type { Pointer, SparsityPattern, System } from '../system.ts'
import { columnColours, densePattern, transposed } from './pattern.ts'
import { detectSparsity } from './sparsity.ts'

/** ∂f/∂y of a system, by its own formula or by coloured differences. */
export interface JacobianSource {
  readonly pattern: SparsityPattern
  /** The values of the last evaluation, in the order of the pattern. */
  readonly values: Pointer
  /** `rates`: f there. `weights`: 1/(atol + rtol |y|). `step`: how far the next step goes (differences are chosen for it). */
  evaluate(time: number, state: Pointer, rates: Pointer, weights: Pointer, step: number): void
  /** out ← ∂f/∂t. */
  timeDerivative(time: number, state: Pointer, rates: Pointer, out: Pointer, step: number): void
  /** Calls of `rates` made for differences. */
  readonly evaluations: number
}

const ROOT = Math.sqrt(Number.EPSILON)
const HIDDEN = Number.EPSILON ** (2 / 3)
/** Beyond this size a pattern is looked for before differences are taken. */
const PROBE_FROM = 12

/** Makes the source for a system; a pattern is looked for if the system gives none. */
export function makeJacobianSource(system: System): JacobianSource {
  const { kernels, size, jacobian } = system
  const memory = makeArenaView(kernels)
  const pattern = jacobian?.pattern ?? (size < PROBE_FROM ? densePattern(size) : detectSparsity(system))
  const values = kernels.reserve(pattern.columns.length)
  const needsTime = !system.isAutonomous && !system.timeDerivative
  const source: Written<JacobianSource> = { pattern, values, evaluations: 0, evaluate() {}, timeDerivative }
  const scratch = jacobian && !needsTime ? 0 : kernels.reserve(size)
  function timeDerivative(at: number, y: Pointer, rates: Pointer, out: Pointer, step: number): void {
    if (system.timeDerivative) {
      system.timeDerivative(at, y, out)
      return
    }
    const view = memory()
    if (system.isAutonomous) {
      view.fill(0, out / 8, out / 8 + size)
      return
    }
    // A millionth of the step: truncation and rounding are then about equally small against what the step makes of it.
    const change = at + Math.sign(step) * Math.max(ROOT * Math.abs(at), 1e-6 * Math.abs(step)) - at
    system.rates(at + change, y, out)
    source.evaluations++
    const values = memory()
    for (let i = 0; i < size; i++) values[out / 8 + i] = (values[out / 8 + i] - values[rates / 8 + i]) / change
  }
  if (jacobian) {
    source.evaluate = (at, y) => jacobian.evaluate(at, y, values)
    return source
  }
  const { weightedNorm } = implicitKernels(kernels)
  const moved = kernels.reserve(size)
  const { colours, count } = columnColours(pattern)
  const byColumn = transposed(pattern)
  const increments = new Float64Array(size)
  const hasAlgebraic = system.mass?.some((value) => value === 0) ?? false
  source.evaluate = (at, y, rates, weights, step) => {
    // Hindmarsh et al. (CVODE, 2.1): not below what rounding of f hides over a step.
    const noise = 1000 * Math.abs(step) * Number.EPSILON * size * weightedNorm(rates, weights, size)
    const least = noise > 0 ? noise : 1
    // A constraint is near zero while its terms are not: their rounding must not hide the change.
    let floor = 0
    if (hasAlgebraic) for (let j = 0; j < size; j++) floor = Math.max(floor, HIDDEN * Math.abs(memory()[y / 8 + j]))
    for (let colour = 0; colour < count; colour++) {
      const view = memory()
      for (let j = 0; j < size; j++) {
        const value = view[y / 8 + j]
        let next = value
        if (colours[j] === colour) {
          const wanted = Math.max(ROOT * Math.abs(value), floor, least / view[weights / 8 + j])
          // Away from zero: a quantity that is kept from turning negative is not made so here.
          next = value < 0 ? value - wanted : value + wanted
          increments[j] = next - value
        }
        view[moved / 8 + j] = next
      }
      system.rates(at, moved, scratch)
      source.evaluations++
      const after = memory()
      for (let j = 0; j < size; j++) {
        if (colours[j] !== colour) continue
        const scale = 1 / increments[j]
        for (let e = byColumn.rowStarts[j]; e < byColumn.rowStarts[j + 1]; e++) {
          const i = byColumn.columns[e]
          const change = after[scratch / 8 + i] - after[rates / 8 + i]
          after[values / 8 + byColumn.source[e]] = change * scale
        }
      }
    }
  }
  return source
}
