import { evaluateExpression } from '../evaluate.ts'
import type { LinearFieldTerm } from './field-equations.ts'

/** An entry of the symbol matrix: what the linear part makes of unknown `unknown` in the rate of `rate`. */
export interface SymbolEntry {
  readonly rate: number
  readonly unknown: number
  readonly real: number
  readonly imaginary: number
}

/**
 * The symbol of a linear part: what it multiplies e^(ik·x) by, entry by entry where it is not zero by structure, rates ascending,
 * unknowns ascending in a rate. ∂ⁿ gives (ik)ⁿ, ∇² gives −|k|².
 * @param wavenumbers one an axis, in radians a unit of length
 * @param parameters value of each name in the coefficients
 */
export function symbolOf(
  linear: readonly LinearFieldTerm[],
  wavenumbers: readonly number[],
  parameters: (name: string) => number,
): readonly SymbolEntry[] {
  const square = wavenumbers.reduce((sum, k) => sum + k * k, 0)
  const entries = new Map<string, { rate: number; unknown: number; real: number; imaginary: number }>()
  for (const { rate, unknown, orders, laplacians, coefficient } of linear) {
    const total = orders.reduce((a, b) => a + b, 0)
    let size = evaluateExpression(coefficient, parameters) * (-square) ** laplacians
    orders.forEach((order, axis) => {
      size *= (wavenumbers[axis] ?? 0) ** order
    })
    // i^total
    const sign = total % 4 < 2 ? 1 : -1
    const key = `${rate},${unknown}`
    const entry = entries.get(key) ?? { rate, unknown, real: 0, imaginary: 0 }
    if (total % 2 === 0) entry.real += sign * size
    else entry.imaginary += sign * size
    entries.set(key, entry)
  }
  return [...entries.values()].sort((a, b) => a.rate - b.rate || a.unknown - b.unknown)
}
