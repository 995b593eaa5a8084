import { invalid } from '../core/errors.ts'
import type { Simulation } from '../core/simulation.ts'
import { denseKernels } from '../kernels/dense.ts'
import { makeArenaView } from './arena-view.ts'
import type { CompiledSystem } from './compiled-system.ts'
import { makeOdeSimulation, type OdeSimulationOptions } from './ode-simulation.ts'
import { makeSensitivitySystem } from './sensitivity.ts'
import { makeSensitivityJump, makeVariation } from './sensitivity-events.ts'
import type { Pointer } from './system.ts'
import type { VariedEquations } from './varied-equations.ts'

/** What the solution is differentiated to: a parameter or an initial value, by place. */
export interface SensitivityTo {
  readonly kind: 'parameter' | 'initial'
  readonly place: number
  /** The error of the sensitivity is controlled as that of the state for a relative change of this size; above 0. */
  readonly scale: number
  /** Of a parameter: ∂ initial values/∂ parameter by place of the unknown. */
  readonly ofInitial?: ReadonlyMap<number, number>
}

export interface SensitivityOptions extends Omit<OdeSimulationOptions, 'scalars' | 'row'> {
  readonly of: readonly SensitivityTo[]
  /** So many outputs are columns. */
  readonly observed: number
  /** Of the unknowns, the observed outputs, then of each of these its derivatives in the order of `of`. */
  readonly scalars: OdeSimulationOptions['scalars']
}

/**
 * The simulation of a system together with its forward sensitivities, their error under the same control; events that assign make them
 * jump as the state does.
 * @param system compiled from `varied.equations`, parameters set
 * @throws Error where the system has no Jacobian, InvalidInput where the constraints do not fix their unknowns
 */
export function makeSensitivitySimulation(
  system: CompiledSystem,
  varied: VariedEquations,
  options: SensitivityOptions,
): Simulation {
  const { of, observed, unknowns, events, initial } = options
  const { kernels, size: n } = system
  // Blocks: parameters first, then initial values.
  const order = [
    ...[...of.keys()].filter((k) => of[k].kind === 'parameter'),
    ...[...of.keys()].filter((k) => of[k].kind === 'initial'),
  ]
  const parameters = order.flatMap((k) => (of[k].kind === 'parameter' ? [of[k].place] : []))
  const initialValues = order.flatMap((k) => (of[k].kind === 'initial' ? [of[k].place] : []))
  const blockOf = of.map((_, k) => 1 + order.indexOf(k))
  const augmented = makeSensitivitySystem(system, parameters, initialValues)
  const { blocks, size } = augmented
  const memory = makeArenaView(kernels)
  const variation = makeVariation(system, varied, [...parameters, ...initialValues.map(() => -1)])
  const start = kernels.reserve(size)
  const ofInitial = parameters.map((_, b) => {
    const slopes = of[order[b]].ofInitial
    if (!slopes || slopes.size === 0) return undefined
    return Float64Array.from({ length: n }, (_, i) => slopes.get(i) ?? 0)
  })
  augmented.initialise(start, initial, ofInitial)
  if (system.mass) satisfyConstraints(system, options.from, start, parameters, blocks)
  const begin = kernels.view(start, size).slice()

  const absolute = (i: number) => (typeof options.atol === 'number' ? options.atol : options.atol[i])
  const atol = new Float64Array(size)
  for (let i = 0; i < n; i++) {
    atol[i] = absolute(i)
    for (const [k, { scale }] of of.entries()) atol[n * blockOf[k] + i] = absolute(i) / scale
  }
  const names = [...unknowns]
  for (const [k, block] of blockOf.entries())
    for (let i = 0; i < n; i++)
      names[n * block + i] = options.scalars[n + observed + i * of.length + k]?.name ?? unknowns[i]

  const span = Math.abs((options.times.at(-1) ?? options.from) - options.from)
  const jumps = varied.events.length - varied.ownEvents
  const watched =
    varied.events.length === 0
      ? undefined
      : {
          directions: [...(events?.directions ?? []), ...new Array<'any'>(jumps).fill('any')],
          actions: [...(events?.actions ?? []), ...new Array<'assign'>(jumps).fill('assign')],
          evaluate: system.events,
          apply: makeSensitivityJump(system, varied, variation, blocks, 1e-10 * (span || 1)),
        }

  const inner = makeOdeSimulation(augmented, {
    ...options,
    atol,
    initial: begin,
    unknowns: names,
    row(time, state, out) {
      const view = memory()
      for (let i = 0; i < n; i++) {
        out[i] = view[state / 8 + i]
        for (let k = 0; k < blockOf.length; k++)
          out[n + observed + i * blockOf.length + k] = view[state / 8 + n * blockOf[k] + i]
      }
      if (observed === 0) return
      variation.at(time, state)
      for (let j = 0; j < observed; j++) {
        out[n + j] = memory()[variation.outputs / 8 + j]
        for (let k = 0; k < blockOf.length; k++)
          out[n + observed + (n + j) * blockOf.length + k] = variation.along(j, blockOf[k], state)
      }
    },
    ...(watched ? { events: watched } : {}),
  })
  return {
    ...inner,
    report() {
      const { events: records, ...report } = inner.report()
      return {
        ...report,
        // Without jumps of the rates, and the state after an event without the sensitivities.
        ...(records && events
          ? {
              events: records
                .filter(({ event }) => event < varied.ownEvents)
                .map((event) => ({
                  ...event,
                  state: Object.fromEntries(Object.entries(event.state).slice(0, n)),
                })),
            }
          : {}),
      }
    },
  }
}

/** Sensitivities of algebraic unknowns z at the start: g_z S_z = −g_y S_y − g_p. */
function satisfyConstraints(
  system: CompiledSystem,
  time: number,
  state: Pointer,
  parameters: readonly number[],
  blocks: number,
): void {
  const { kernels, size: n, mass, jacobian } = system
  if (!mass || !jacobian) return
  const places = [...mass.keys()].filter((i) => mass[i] === 0)
  const m = places.length
  const mark = kernels.mark()
  const values = kernels.reserve(jacobian.pattern.columns.length)
  const matrix = kernels.reserve(m * m)
  const pivots = kernels.reserve(m)
  const right = kernels.reserve(m)
  const slopes = kernels.reserve(n)
  const dense = denseKernels(kernels)
  jacobian.evaluate(time, state, values)
  const { rowStarts, columns } = jacobian.pattern
  const own = new Map(places.map((place, a) => [place, a]))
  const memory = makeArenaView(kernels)
  memory().fill(0, matrix / 8, matrix / 8 + m * m)
  for (const [a, i] of places.entries())
    for (let e = rowStarts[i]; e < rowStarts[i + 1]; e++) {
      const b = own.get(columns[e])
      if (b !== undefined) memory()[matrix / 8 + a * m + b] = memory()[values / 8 + e]
    }
  if (dense.factorDense(matrix, pivots, m) !== 0)
    throw invalid('problem.initial', 'the constraints 0 = … do not fix their unknowns at the start, so that these have no sensitivities') // biome-ignore format: one sentence
  for (let k = 1; k < blocks; k++) {
    memory().fill(0, slopes / 8, slopes / 8 + n)
    if (k <= parameters.length) system.parameterDerivative(parameters[k - 1], time, state, slopes)
    const view = memory()
    const block = state / 8 + n * k
    for (const i of places) view[block + i] = 0
    for (const [a, i] of places.entries()) {
      let sum = view[slopes / 8 + i]
      for (let e = rowStarts[i]; e < rowStarts[i + 1]; e++) sum += view[values / 8 + e] * view[block + columns[e]]
      view[right / 8 + a] = -sum
    }
    dense.solveDense(matrix, pivots, m, right)
    for (const [a, i] of places.entries()) memory()[block + i] = memory()[right / 8 + a]
  }
  kernels.release(mark)
}
