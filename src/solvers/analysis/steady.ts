import { RunFailure } from '../../core/errors.ts'
import type { StudyResult } from '../../core/simulation.ts'
import { eigenvector } from '../../kernels/eigen.ts'
import { makeIntegration } from '../integrate.ts'
import { radau5 } from '../steppers/radau5.ts'
import { type Linearisation, linearise, reducedJacobian } from './linearisation.ts'
import { findRoot, followTransient, largestOf, type Root } from './newton.ts'
import { finite, named, type Study } from './study.ts'
import type { VectorField } from './vector-field.ts'

interface Steady {
  readonly root: Root
  readonly method: string
}

/** Typical sizes of the unknowns from where they begin. */
function scaleOf(initial: ArrayLike<number>): Float64Array {
  const largest = Math.max(...Array.from(initial, Math.abs))
  return Float64Array.from(initial, (value) => Math.abs(value) || largest || 1)
}

function* findSteady(field: VectorField, initial: Float64Array): Generator<number, Steady> {
  const scale = scaleOf(initial)
  const settled = yield* followTransient(field, initial, scale)
  if (settled) {
    const linear = linearise(field.jacobian(settled.state), field.size, field.system.mass)
    const isIsolated = !linear || linear.eigenvalues.every(([re, im]) => Math.hypot(re, im) > 1e-9 * Math.abs(linear.eigenvalues.at(-1)?.[0] ?? 1)) // biome-ignore format: one thought
    // Of a continuum of steady states the one that is reached depends on the way: it is followed as it is.
    const reached = isIsolated ? undefined : yield* settle(field, initial, scale)
    return reached
      ? { root: reached, method: 'integration in time, as the steady states are a continuum' }
      : { root: settled, method: 'pseudo-transient continuation' }
  }
  const root = findRoot(field, initial, scale, { most: 200 })
  if (root) return { root, method: "Newton's method with a line search" }
  throw new RunFailure(
    'no steady state was found from the initial state: neither the way of the solution with growing steps nor Newton\'s method came to rest. Try another initial state, or the study "equilibria" with a box',
  )
}

/** Steps after which a solution that does not come to rest is given up. */
const MOST_STEPS = 20_000

/** The solution itself, until what its rates can still move is below rounding; undefined where it does not come to rest. */
function* settle(field: VectorField, initial: Float64Array, scale: Float64Array): Generator<number, Root | undefined> {
  const { system, size, unknowns } = field
  const mark = system.kernels.mark()
  try {
    const speed = Math.max(...field.rates(initial).map((value, i) => Math.abs(value) / scale[i]))
    const integration = makeIntegration({
      system,
      stepper: radau5,
      tolerances: { rtol: 1e-10, atol: scale.map((value) => 1e-14 * value) },
      from: 0,
      to: 1e14 / (speed || 1),
      unknowns,
    })
    const { stepping } = integration
    system.kernels.view(stepping.state, size).set(initial)
    integration.begin(0)
    while (!integration.isDone && integration.steps < MOST_STEPS) {
      integration.advance()
      if (integration.steps % 16 === 0) yield 0.5
      const state = system.kernels.view(stepping.state, size).slice()
      const rates = field.rates(state)
      const left = Math.max(...rates.map((value, i) => Math.abs(value) / scale[i])) * integration.time
      if (integration.steps > 10 && left < 1e-11) return { state, residual: largestOf(rates), iterations: integration.steps } // biome-ignore format: one condition
    }
    return undefined
  } catch (error) {
    if (error instanceof RunFailure) return undefined
    throw error
  } finally {
    system.kernels.release(mark)
  }
}

function stability(linear: Linearisation | undefined): Readonly<Record<string, string | boolean | number | null>> {
  return {
    kind: linear?.kind ?? 'unknown: the constraints do not determine the algebraic unknowns',
    isStable: linear?.isStable ?? null,
    unstable: linear?.unstable ?? null,
  }
}

const countsOf = (field: VectorField, steps: number) => ({ steps, rejected: 0, evaluations: field.evaluations })

/**
 * The steady state that is reached from the initial state, with its residual, eigenvalues and stability. The way is followed first
 * (pseudo-transient continuation), so that a stable state is preferred to a nearer unstable one.
 */
export function makeSteadyStudy(field: VectorField, initial: Float64Array): Study {
  let steps = 0
  let metrics: Record<string, number> = {}
  return {
    *run(): Generator<number, StudyResult> {
      const { root, method } = yield* findSteady(field, initial)
      steps = root.iterations
      metrics = { residual: root.residual }
      for (const [i, name] of field.unknowns.entries()) metrics[`steady.${name}`] = root.state[i]
      const linear = linearise(field.jacobian(root.state), field.size, field.system.mass)
      return {
        type: 'steady',
        state: named(field.unknowns, root.state),
        residual: finite(root.residual),
        iterations: root.iterations,
        method,
        ...stability(linear),
        eigenvalues: (linear?.eigenvalues ?? []).map(([re, im]) => [finite(re), finite(im)]),
      }
    },
    counts: () => countsOf(field, steps),
    metrics: () => metrics,
  }
}

/**
 * Eigenvalues and eigenvectors of the Jacobian at the steady state reached from the initial state, those nearest to `near` first
 * where it is given, else the largest real part first.
 */
export function makeEigenvaluesStudy(
  field: VectorField,
  initial: Float64Array,
  options: { readonly count: number; readonly near?: number },
): Study {
  let steps = 0
  return {
    *run(): Generator<number, StudyResult> {
      const { root, method } = yield* findSteady(field, initial)
      steps = root.iterations
      const { size, unknowns, system } = field
      const jacobian = field.jacobian(root.state)
      const reduced = reducedJacobian(jacobian, size, system.mass)
      const linear = linearise(jacobian, size, system.mass)
      if (!reduced || !linear)
        throw new RunFailure(
          'the Jacobian at the steady state has no eigenvalues: it is not finite, or the constraints do not determine the algebraic unknowns',
        )
      const { near } = options
      const values =
        near === undefined
          ? linear.eigenvalues
          : linear.eigenvalues.toSorted((a, b) => Math.hypot(a[0] - near, a[1]) - Math.hypot(b[0] - near, b[1]))
      const chosen = values.slice(0, options.count)
      const n = reduced.places.length
      return {
        type: 'eigenvalues',
        state: named(unknowns, root.state),
        residual: finite(root.residual),
        method,
        ...stability(linear),
        eigenvalues: chosen.map(([re, im]) => [re, im]),
        total: n,
        unknowns: reduced.places.map((i) => unknowns[i]),
        modes: chosen.map(([re, im]) => {
          const vector = eigenvector(system.kernels, reduced.matrix, n, re, im)
          return Array.from({ length: n }, (_, i) => [finite(vector[2 * i]), finite(vector[2 * i + 1])])
        }),
      }
    },
    counts: () => countsOf(field, steps),
  }
}
