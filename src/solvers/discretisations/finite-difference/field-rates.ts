import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import { termIndex, termParts } from '../../../expression/fields/field-terms.ts'
import { namesIn } from '../../../expression/names.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { Pointer } from '../../system.ts'
import { prescribedNodes } from './boundary-rules.ts'
import { type GridShape, quadrature } from './field-lowering.ts'
import { makeSweep, type Sweep } from './sweep.ts'
import type { TableValue } from './sweep-memory.ts'

/** Expressions of one set of equations on one grid, computed for states. */
export interface FieldRates {
  /** out ← ∂/∂t of the unknowns asked for, one after another; 0 where values are prescribed. The state holds all unknowns. */
  rates(time: number, state: Pointer, out: Pointer): void
  /** out ← the rate of one unknown at all nodes; 0 where values are prescribed. */
  residual(unknown: number): (time: number, state: Pointer, out: Pointer) => void
  /** A function that computes some expressions; integrals in them too. */
  sweep(outputs: readonly Expression[]): (time: number, state: Pointer, out: Pointer) => void
  setParameters(values: Float64Array): void
  readonly usesTime: boolean
}

/** Integrals that expressions need, directly or through terms, in an order in which each uses only those before. */
function integralsIn(equations: FieldEquations, expressions: readonly Expression[]): readonly number[] {
  const found = new Set<number>()
  const seen = new Set<number>()
  const visit = (expression: Expression): void => {
    for (const name of namesIn(expression)) {
      const number = termIndex(name)
      const term = number === undefined ? undefined : equations.terms[number]
      if (number === undefined || !term || seen.has(number)) continue
      seen.add(number)
      termParts(term).forEach(visit)
      if (term.kind === 'integral') found.add(number)
    }
  }
  expressions.forEach(visit)
  for (const condition of equations.boundary) [condition.value, condition.normal, condition.rightSide].forEach(visit)
  return [...found]
}

/** Makes what computes rates of some unknowns and other expressions of fields; each takes its memory when it is made. */
export function makeFieldRates(
  kernels: Kernels,
  equations: FieldEquations,
  shape: GridShape,
  spacings: readonly number[],
  tables: TableValue,
  evolving: readonly number[] = equations.unknowns.map((_, unknown) => unknown),
): FieldRates {
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const sweeps: Sweep[] = []
  const { compensatedSum } = vectorKernels(kernels)
  let parameters = new Float64Array(equations.parameters.length)
  const plain = (outputs: readonly Expression[]): Sweep => {
    const made = makeSweep(kernels, equations, shape, spacings, outputs, tables)
    sweeps.push(made)
    equations.parameters.forEach((name, i) => {
      made.setScalar(name, parameters[i] ?? 0)
    })
    return made
  }
  const integrands = new Map<number, Sweep>()
  let values: Pointer | undefined
  const integral = (number: number): Sweep => {
    const found = integrands.get(number)
    if (found) return found
    const term = equations.terms[number]
    if (term?.kind !== 'integral') throw new Error(`#${number} is not an integral`)
    values ??= kernels.reserve(nodes)
    const weight: Expression = { kind: 'name', name: quadrature }
    const made = plain([{ kind: 'binary', operator: '*', left: weight, right: term.of }])
    integrands.set(number, made)
    return made
  }
  const sweep: FieldRates['sweep'] = (outputs) => {
    const needed = integralsIn(equations, outputs).map((number) => ({ number, sweep: integral(number) }))
    const own = plain(outputs)
    return (time, state, out) => {
      for (const { number, sweep: one } of needed) {
        one.setScalar('t', time)
        one.run(state, values ?? 0)
        const sum = compensatedSum(nodes, values ?? 0)
        for (const other of sweeps) other.setScalar(`integral ${number}`, sum)
      }
      own.setScalar('t', time)
      own.run(state, out)
    }
  }
  const prescribed = prescribedNodes(equations, shape)
  const nothing = (): void => {}
  const masked =
    (compute: ReturnType<typeof sweep>, places: Int32Array) => (time: number, state: Pointer, out: Pointer) => {
      compute(time, state, out)
      const view = kernels.whole()
      const base = out / 8
      for (let i = 0; i < places.length; i++) view[base + places[i]] = 0
    }
  const placesOf = (unknown: number) =>
    prescribed.filter((place) => Math.floor(place / nodes) === unknown).map((place) => place - unknown * nodes)
  return {
    sweep,
    rates:
      evolving.length === 0
        ? nothing
        : masked(
            sweep(evolving.map((unknown) => equations.rates[unknown] ?? { kind: 'number', value: 0 })),
            Int32Array.from(
              evolving.flatMap((unknown, slot) => [...placesOf(unknown)].map((place) => place + slot * nodes)),
            ),
          ),
    residual: (unknown) => masked(sweep(equations.rates.slice(unknown, unknown + 1)), placesOf(unknown)),
    setParameters(list) {
      parameters = list.slice()
      equations.parameters.forEach((name, i) => {
        for (const one of sweeps) one.setScalar(name, list[i] ?? 0)
      })
    },
    usesTime: [
      ...equations.rates,
      ...equations.terms.flatMap(termParts),
      ...equations.boundary.flatMap(({ value, normal, rightSide }) => [value, normal, rightSide]),
    ].some((expression) => namesIn(expression).has('t')),
  }
}
