import { axisNodes } from '../../../core/domain.ts'
import { evaluateExpression } from '../../../expression/evaluate.ts'
import { termParts } from '../../../expression/fields/field-terms.ts'
import { splitFields } from '../../../expression/fields/split-fields.ts'
import { namesIn } from '../../../expression/names.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { DiscretisedFields, MakeFields, StableStep } from '../../fields/discretised-fields.ts'
import type { LinearPart, Pointer, SparsityPattern, System } from '../../system.ts'
import { makeCollocation } from './collocation.ts'
import { applyDense, denseZeros } from './dense.ts'
import { refuseChebyshev } from './ends.ts'

/** Beyond this many points a polynomial costs more than it can bring; its error has long been that of rounding. */
const mostPoints = 256

/**
 * Chebyshev collocation on an interval: the state is values at the zeros of a Chebyshev polynomial, all inside; a field is the
 * polynomial through them that fulfils its conditions at the ends exactly, as many as there are. Driscoll and Hale, IMA J. Numer.
 * Anal. 36 (2016) 108. Nodes of the grid are interpolated.
 */
export const makeChebyshevFields: MakeFields = (kernels, problem) => {
  const refusal = refuseChebyshev(problem)
  if (refusal) throw new Error(refusal)
  const { equations, domain } = problem
  const [axis] = domain.axes
  const nodes = axisNodes(axis)
  const count = Math.max(4, Math.min(nodes.length, mostPoints))
  const parameters = problem.parameters.slice()
  // What is linear with constant coefficients is one matrix; points and loops are for the rest alone.
  const { linear, rest, terms } = splitFields(equations)
  const restProblem = { ...problem, equations: { ...equations, rates: rest, terms } }
  const collocation = makeCollocation(kernels, restProblem, count, nodes, parameters)
  const vector = vectorKernels(kernels)
  const unknowns = equations.unknowns.length
  const size = unknowns * count
  const linearPart = makeLinearPart()
  const [work, before, after, direction] = [0, 1, 2, 3].map(() => kernels.reserve(size))

  function makeLinearPart() {
    const pattern: SparsityPattern = {
      rowStarts: Int32Array.from({ length: size + 1 }, (_, row) => row * size),
      columns: Int32Array.from({ length: size * size }, (_, entry) => entry % size),
    }
    const values = new Float64Array(size * size)
    // Of the right sides at the ends: columns unknown by unknown.
    const starts = collocation.conditions.map((_, unknown) =>
      collocation.conditions.slice(0, unknown).reduce((a, b) => a + b, 0),
    )
    const sides = collocation.conditions.reduce((a, b) => a + b, 0)
    const ofSides = denseZeros(size, sides)
    const fill = () => {
      values.fill(0)
      ofSides.values.fill(0)
      const lookup = (name: string) => parameters[equations.parameters.indexOf(name)]
      for (const { rate, unknown, orders, laplacians, coefficient } of linear) {
        const factor = evaluateExpression(coefficient, lookup)
        const matrix = collocation.insideDerivative(unknown, orders[0] + 2 * laplacians)
        for (let i = 0; i < count; i++) {
          const row = rate * count + i
          const from = i * matrix.columns
          for (let j = 0; j < count; j++) values[row * size + unknown * count + j] += factor * matrix.values[from + j]
          for (let j = count; j < matrix.columns; j++)
            ofSides.values[row * sides + starts[unknown] + j - count] += factor * matrix.values[from + j]
        }
      }
    }
    fill()
    const part: LinearPart = { kind: 'sparse', pattern, values }
    return { part, pattern, values, fill, ofSides, starts, sides }
  }
  const stiff = (_: number, state: Pointer, out: Pointer) =>
    applyDense({ rows: size, columns: size, values: linearPart.values }, kernels.whole(), state / 8, out / 8)
  const sides = kernels.reserve(linearPart.sides)
  const nonstiff = (time: number, state: Pointer, out: Pointer) => {
    collocation.rates(time, state, out)
    const view = kernels.whole()
    for (let unknown = 0; unknown < unknowns; unknown++)
      collocation.rightSide(unknown, time, view, sides / 8 + linearPart.starts[unknown])
    applyDense(linearPart.ofSides, view, sides / 8, work / 8)
    vector.axpy(size, 1, work, out)
  }
  const rates = (time: number, state: Pointer, out: Pointer) => {
    nonstiff(time, state, out)
    stiff(time, state, work)
    vector.axpy(size, 1, work, out)
  }
  const isAlgebraic = equations.algebraic.some(Boolean)
  const isAutonomous = ![
    ...equations.rates,
    ...equations.boundary.map(({ rightSide }) => rightSide),
    ...equations.terms.flatMap(termParts),
  ].some((expression) => namesIn(expression).has('t'))
  const full = new Float64Array(size * size)
  const mass = Float64Array.from({ length: size }, (_, row) => (equations.algebraic[Math.floor(row / count)] ? 0 : 1))
  const system: System = {
    kernels,
    size,
    rates,
    isAutonomous,
    ...(isAlgebraic ? { mass } : {}),
    // Right sides at the ends act as very stiff forces: implicit methods take the whole, not the split.
    jacobian: {
      pattern: linearPart.pattern,
      evaluate(time, state, out) {
        full.set(linearPart.values)
        collocation.addJacobian(time, state, full)
        kernels.whole().set(full, out / 8)
      },
    },
    split: {
      nonstiff,
      stiff,
      stiffJacobian: {
        pattern: linearPart.pattern,
        evaluate: (_, __, out) => kernels.whole().set(linearPart.values, out / 8),
      },
      linear: linearPart.part,
    },
  }

  /** The largest |λ| of a part, by power iteration on its differences at a state. */
  const radiusOf = (
    part: (time: number, state: Pointer, out: Pointer) => void,
    time: number,
    state: Pointer,
  ): number => {
    part(time, state, before)
    const view = kernels.whole()
    for (let i = 0; i < size; i++) view[direction / 8 + i] = Math.sin(1 + 7 * i)
    const scale = 1e-7 * (1 + vector.maxNorm(size, state))
    let radius = 0
    for (let iteration = 0; iteration < 12; iteration++) {
      const norm = vector.maxNorm(size, direction)
      if (!(norm > 0)) return 0
      vector.combine2(size, 1, state, scale / norm, direction, after)
      part(time, after, direction)
      vector.combine2(size, 1 / scale, direction, -1 / scale, before, direction)
      radius = vector.maxNorm(size, direction)
    }
    return radius
  }
  const stableStep = (time: number, state: Pointer): StableStep => {
    const [all, rest] = [radiusOf(rates, time, state), radiusOf(nonstiff, time, state)]
    return {
      explicit: all > 0 ? 2 / all : Number.POSITIVE_INFINITY,
      semiImplicit: rest > 1e-6 * all ? 1 / rest : Number.POSITIVE_INFINITY,
      reason: `Chebyshev points lie close together at the ends: the fastest mode of all changes by ${all.toPrecision(3)} a unit of time, of the part that is not linear by ${rest.toPrecision(3)}`,
    }
  }
  const fields: DiscretisedFields = {
    space: 'chebyshev',
    order: Number.POSITIVE_INFINITY,
    system,
    encode: collocation.encode,
    decode: collocation.decode,
    setParameters(values) {
      parameters.set(values)
      collocation.refresh()
      linearPart.fill()
    },
    stableStep,
    integrals: collocation.integrals,
    notes: [
      `polynomials through ${count} points inside ${axis.name}, with every condition at the ends kept exactly`,
      ...(count < nodes.length ? [`the ${nodes.length} nodes of the grid are read from it`] : []),
    ],
  }
  return fields
}
