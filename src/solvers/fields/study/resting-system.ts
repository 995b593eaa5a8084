import { domainSize } from '../../../core/domain.ts'
import { termParts } from '../../../expression/fields/field-terms.ts'
import { namesIn } from '../../../expression/names.ts'
import { prescribedNodes } from '../../discretisations/finite-difference/boundary-rules.ts'
import type { System } from '../../system.ts'
import type { DiscretisedFields, FieldProblem } from '../discretised-fields.ts'

/** A discretised problem as studies of rest see it: M y' = f(y), some places prescribed. */
export interface RestingSystem {
  readonly system: System
  /** 1 where a value is prescribed: its rate is 0 whatever the state. */
  readonly held: Float64Array
  /** Diagonal of M: 1 for what moves, 0 for constraints and prescribed places. Where nothing moves in time constraints have 1. */
  readonly mass: Float64Array
  /** Rates use integrals over the domain, which the Jacobian leaves out. */
  readonly isNonlocal: boolean
  /** There are constraints alone. */
  readonly isTimeless: boolean
}

/** What moves, what is prescribed and what is held by constraints, in the order of the state. */
export function restingSystem(fields: DiscretisedFields, problem: FieldProblem): RestingSystem {
  const { system } = fields
  const { equations } = problem
  const held = prescribedPlaces(fields, problem)
  const ownLength = system.size / equations.unknowns.length
  const isTimeless = equations.algebraic.every(Boolean)
  const isAlgebraic = (i: number) => !isTimeless && equations.algebraic[Math.floor(i / ownLength)] === true
  return {
    system,
    held,
    mass: held.map((one, i) => (one === 1 || isAlgebraic(i) ? 0 : 1)),
    isNonlocal: usesIntegrals(problem),
    isTimeless,
  }
}

/** 1 at the nodes on which an unknown is prescribed, where the state is all node values; else nothing is. */
function prescribedPlaces({ space, system }: DiscretisedFields, { equations, domain }: FieldProblem): Float64Array {
  const held = new Float64Array(system.size)
  if (space !== 'finite-difference' || system.size !== domainSize(domain) * equations.unknowns.length) return held
  const shape = { counts: domain.axes.map(({ points }) => points), isPeriodic: domain.axes.map(({ isPeriodic }) => isPeriodic) }
  for (const place of prescribedNodes(equations, shape)) held[place] = 1
  return held
} // biome-ignore format: signature

/** Whether a rate, by way of other terms too, uses an integral of something that an unknown is in. */
function usesIntegrals({ equations: { terms, unknowns, rates } }: FieldProblem): boolean {
  const names = new Set(unknowns)
  const found = new Set<string>()
  const varying = new Set<string>()
  terms.forEach((term, i) => {
    const inside = termParts(term).flatMap((one) => [...namesIn(one)])
    if (inside.some((name) => names.has(name) || varying.has(name))) varying.add(`#${i}`)
    if (inside.some((name) => found.has(name)) || (term.kind === 'integral' && varying.has(`#${i}`))) found.add(`#${i}`)
  })
  return rates.some((rate) => [...namesIn(rate)].some((name) => found.has(name)))
}
