import { multiply, one } from '../build.ts'
import { gradientOf } from '../differentiate.ts'
import type { Expression } from '../expression.ts'
import { simplifyExpression } from '../simplify.ts'
import type { FieldEquations, FieldTerm, LinearFieldTerm } from './field-equations.ts'
import { termIndex, termParts } from './field-terms.ts'

type Part = Omit<LinearFieldTerm, 'rate'>

/**
 * The equations linearised about a state, coefficients taken as constant in space: `coefficient` is pointwise in unknowns, terms,
 * coordinates, parameters and t. Of D(u) it is D(u)∇², of −u u_x it is −u ∂x − u_x. Right in the highest order of each unknown, which limits explicit
 * steps; what comes from the derivatives of coefficients inside of an operator is left out, and so are integrals.
 */
export function frozenLinearisation(
  equations: Pick<FieldEquations, 'axes' | 'unknowns' | 'rates' | 'terms'>,
): readonly LinearFieldTerm[] {
  const { axes, unknowns, terms } = equations
  const done = new Map<number, readonly Part[]>()
  const still = axes.map(() => 0)
  const linear = (e: Expression): readonly Part[] => {
    const gradient = gradientOf(e, (name) =>
      unknowns.includes(name) || termIndex(name) !== undefined ? new Map([[name, one]]) : undefined,
    )
    const parts = [...gradient].flatMap(([name, factor]): readonly Part[] => {
      const index = termIndex(name)
      if (index === undefined)
        return [{ unknown: unknowns.indexOf(name), orders: still, laplacians: 0, coefficient: factor }]
      return ofTerm(index).map((part) => ({ ...part, coefficient: multiply(factor, part.coefficient) }))
    })
    return gathered(parts)
  }
  const ofTerm = (index: number): readonly Part[] => {
    const known = done.get(index)
    if (known) return known
    const term = terms[index]
    const parts = term ? through(term, linear, axes) : []
    done.set(index, parts)
    return parts
  }
  return equations.rates.flatMap((rate, place) =>
    linear(rate)
      .map((part) => ({ rate: place, ...part, coefficient: simplifyExpression(part.coefficient) }))
      .filter(({ coefficient }) => !(coefficient.kind === 'number' && coefficient.value === 0)),
  )
}

function through(
  term: FieldTerm,
  linear: (e: Expression) => readonly Part[],
  axes: readonly string[],
): readonly Part[] {
  const parts = termParts(term).map(linear)
  const [inner = []] = parts
  const raised = (part: Part, orders: readonly number[]): Part => ({
    ...part,
    orders: part.orders.map((order, axis) => order + (orders[axis] ?? 0)),
  })
  switch (term.kind) {
    case 'derivative':
      return inner.map((part) => raised(part, term.orders))
    case 'laplacian':
      return inner.map((part) => ({ ...part, laplacians: part.laplacians + 1 }))
    case 'divergence':
      return gathered(parts.flatMap((flux, axis) => flux.map((part) => raised(part, axes.map((_, i) => Number(i === axis)))))) // biome-ignore format: one list
    case 'integral':
      return []
  }
}

function gathered(parts: readonly Part[]): readonly Part[] {
  const found = new Map<string, Part>()
  for (const part of parts) {
    const key = [part.unknown, part.laplacians, ...part.orders].join()
    const before = found.get(key)
    found.set(
      key,
      before
        ? { ...part, coefficient: { kind: 'binary', operator: '+', left: before.coefficient, right: part.coefficient } }
        : part,
    )
  }
  return [...found.values()]
}
