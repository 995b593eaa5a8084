import type { FieldEquations, FieldSplit, LinearFieldTerm } from '../../../expression/fields/field-equations.ts'
import { orderOf } from '../../../expression/fields/field-terms.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { Pointer, SystemSplit } from '../../system.ts'
import { prescribedNodes } from './boundary-rules.ts'
import { makeEvenSolvers } from './even-solver.ts'
import { makeColouredJacobian } from './field-jacobian.ts'
import type { GridShape } from './field-lowering.ts'
import { fieldPattern } from './field-pattern.ts'
import { makeFieldRates } from './field-rates.ts'
import { type EvenOperator, evenOperators, operatorEquations } from './linear-operators.ts'
import type { TableValue } from './sweep-memory.ts'

/** The linear part with constant coefficients of the unknowns that evolve, split off. */
export interface FieldLinearPart {
  readonly split: SystemSplit
  setParameters(values: Float64Array): void
  /** A vector of the size of the state, free between calls. */
  readonly work: Pointer
  /** How its systems are solved, for people. */
  readonly note: string
}

interface SplitRequest {
  readonly equations: FieldEquations
  readonly shape: GridShape
  readonly spacings: readonly number[]
  readonly tables: TableValue
  readonly fieldSplit: FieldSplit
  /** Unknowns of the state, in its order. */
  readonly evolving: readonly number[]
  /** Two vectors of the size of the state, free between calls. */
  readonly vectors: readonly [Pointer, Pointer]
  /** Rates of the whole. */
  readonly rates: (time: number, state: Pointer, out: Pointer) => void
}

/** Makes the split; undefined where nothing with second derivatives or higher is linear. */
export function makeFieldSplit(kernels: Kernels, request: SplitRequest): FieldLinearPart | undefined {
  const { equations, shape, fieldSplit, evolving } = request
  const own = fieldSplit.linear.filter(({ rate, unknown }) => evolving.includes(rate) && evolving.includes(unknown))
  if (!own.some((term) => orderOf(term) >= 2)) return undefined
  const operators = evenOperators(equations, shape, fieldSplit)
  const isByModes =
    shape.counts.length > 1 &&
    own.every(
      (term) =>
        orderOf(term) < 2 || (term.rate === term.unknown && operators[term.rate]?.terms.includes(term) === true),
    )
  return isByModes ? splitByModes(kernels, request, operators) : splitSparse(kernels, request, own)
}

/** Rates of the linear part by its own loop; the rest by difference. */
function makeParts(
  kernels: Kernels,
  { rates }: SplitRequest,
  size: number,
  stiff: (time: number, state: Pointer, out: Pointer) => void,
) {
  const vector = vectorKernels(kernels)
  const work = kernels.reserve(size)
  return {
    work,
    stiff,
    nonstiff(time: number, state: Pointer, out: Pointer): void {
      rates(time, state, out)
      stiff(time, state, work)
      vector.axpy(size, -1, work, out)
    },
  }
}

function splitByModes(
  kernels: Kernels,
  request: SplitRequest,
  operators: readonly (EvenOperator | undefined)[],
): FieldLinearPart {
  const { equations, shape, spacings, tables, evolving } = request
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const size = nodes * evolving.length
  const slots = evolving.flatMap((unknown, slot) => {
    const operator = operators[unknown]
    return operator ? [{ slot, operator }] : []
  })
  const solvers = makeEvenSolvers(
    kernels,
    shape,
    spacings,
    slots.map(({ operator }) => operator),
    equations.parameters,
  )
  const isExact = slots.every(({ operator }) => operator.isExact)
  const vector = vectorKernels(kernels)
  const linear = operatorEquations(
    onlyEvolving(equations, evolving),
    evolving.map((unknown) => operators[unknown]),
  )
  // Where stencils and modes are the same operator the stencil is quicker; else what is solved for is what is computed.
  const fields = isExact ? makeFieldRates(kernels, linear, shape, spacings, tables) : undefined
  const byModes = (_: number, state: Pointer, out: Pointer): void => {
    vector.fillVector(size, 0, out)
    slots.forEach(({ slot }, i) => {
      vector.copyVector(nodes, state + 8 * slot * nodes, out + 8 * slot * nodes)
      solvers.multiply(i, out + 8 * slot * nodes)
    })
    for (const place of given) kernels.whole()[out / 8 + place] = 0
  }
  const given = fields ? new Int32Array() : prescribedNodes(linear, shape)
  const parts = makeParts(kernels, request, size, fields?.rates ?? byModes)
  const [v, product] = request.vectors
  return {
    note: 'linear systems are solved mode by mode, with fast transforms',
    setParameters(values) {
      solvers.setParameters(values)
      fields?.setParameters(values)
    },
    work: parts.work,
    split: {
      stiff: parts.stiff,
      nonstiff: parts.nonstiff,
      stiffJacobian: makeColouredJacobian(kernels, size, () => fieldPattern(linear, shape), {
        vector: v,
        product,
        begin() {},
        multiply: (time) => parts.stiff(time, v, product),
      }),
      solveShifted(shift, rightSide) {
        slots.forEach(({ slot }, i) => {
          solvers.solveShifted(i, shift, rightSide + 8 * slot * nodes)
        })
      },
    },
  }
}

function splitSparse(kernels: Kernels, request: SplitRequest, own: readonly LinearFieldTerm[]): FieldLinearPart {
  const { equations, shape, spacings, tables, evolving } = request
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const size = nodes * evolving.length
  const reduced = onlyEvolving(equations, evolving)
  const terms = evolving.map((rate) => ({
    terms: own
      .filter((term) => term.rate === rate)
      .map((term) => ({ ...term, unknown: evolving.indexOf(term.unknown) })),
  }))
  const linear = operatorEquations(reduced, terms)
  const fields = makeFieldRates(kernels, linear, shape, spacings, tables)
  const parts = makeParts(kernels, request, size, fields.rates)
  const [v, product] = request.vectors
  return {
    note: 'linear systems of the linear part are solved by elimination',
    setParameters: fields.setParameters,
    work: parts.work,
    split: {
      stiff: parts.stiff,
      nonstiff: parts.nonstiff,
      stiffJacobian: makeColouredJacobian(kernels, size, () => fieldPattern(linear, shape), {
        vector: v,
        product,
        begin() {},
        multiply: (time) => fields.rates(time, v, product),
      }),
    },
  }
}

/** Equations with the unknowns that evolve alone; what their rates say is not looked at. */
function onlyEvolving(equations: FieldEquations, evolving: readonly number[]): FieldEquations {
  const pick = <T>(list: readonly T[]): T[] => list.filter((_, unknown) => evolving.includes(unknown))
  return {
    ...equations,
    unknowns: pick(equations.unknowns),
    rates: pick(equations.rates),
    algebraic: pick(equations.algebraic),
    velocityOf: evolving.map(() => undefined),
    noise: evolving.map(() => undefined),
    boundary: equations.boundary.flatMap((one) =>
      evolving.includes(one.unknown) ? [{ ...one, unknown: evolving.indexOf(one.unknown) }] : [],
    ),
    definitions: [],
    observed: [],
  }
}
