import { RunFailure } from '../../core/errors.ts'
import type { Checkpoint, StudyResult } from '../../core/simulation.ts'
import { findStepper } from '../catalogue.ts'
import type { CompiledSystem } from '../compiled-system.ts'
import { makeIntegration } from '../integrate.ts'
import { makeSensitivitySystem } from '../sensitivity.ts'
import { finite, type Study } from './study.ts'
import type { StepperChoice } from './trajectory.ts'

export interface LyapunovOptions extends StepperChoice {
  readonly from: number
  readonly to: number
  /** Time that is followed before anything counts. */
  readonly transient: number
  /** How many exponents, the largest first. */
  readonly count: number
  /** Time between orthonormalisations; default: chosen on the way. */
  readonly interval?: number
  readonly initial: Float64Array
  readonly unknowns: readonly string[]
  /** Whether the equations depend on t: there is no exponent zero along the solution then. */
  readonly isDriven: boolean
}

/** Rows of the convergence series, and parts from which the uncertainty is told. */
const ROWS = 320
const BATCHES = 20
/** Natural logarithm by which the directions may part between two orthonormalisations. */
const PARTING = 5

/**
 * The Lyapunov spectrum: tangent vectors follow the variational equations beside the solution and are made orthonormal again and again;
 * the exponents are the mean growth rates of their lengths (Benettin, Galgani, Giorgilli and Strelcyn, Meccanica 15 (1980) 9; Shimada
 * and Nagashima, Prog. Theor. Phys. 61 (1979) 1605).
 * @throws RunFailure while it runs, where the solution cannot go on
 */
export function makeLyapunovStudy(system: CompiledSystem, options: LyapunovOptions): Study {
  const { kernels, size: n } = system
  const { from, to, transient, count, unknowns } = options
  const variational = makeSensitivitySystem(
    system,
    [],
    Array.from({ length: count }, (_, i) => i),
  )
  const stepper = findStepper(options.stepper)
  if (!stepper) throw new Error(`no stepper ${options.stepper}`)
  const { rtol, atol, step } = options
  const names = Array.from({ length: n * (count + 1) }, (_, i) => i < n ? unknowns[i] : `the tangent vector ${Math.floor(i / n)} of ${unknowns[i % n]}`) // biome-ignore format: one list
  const integration = makeIntegration({
    system: variational,
    stepper,
    tolerances: { rtol, atol: typeof atol === 'number' ? atol : Float64Array.from({ length: n * (count + 1) }, (_, i) => (i < n ? atol[i] : rtol * 1e-3)) }, // biome-ignore format: record
    from,
    to,
    unknowns: names,
    ...(step === undefined ? {} : { step }),
  })
  const { stepping } = integration
  const begin = from + transient
  const sums = new Float64Array(count)
  /** t, then the sums: one row an orthonormalisation that passes the next mark. */
  let rows: number[] = []
  let state: Float64Array | undefined
  let time = from
  let counted = Number.NaN
  let interval = options.interval ?? Number.NaN
  let counts = { steps: 0, rejected: 0, evaluations: 0 }
  let past = { steps: 0, rejected: 0, evaluations: 0 }

  /** Modified Gram–Schmidt, twice; adds the logarithms of the lengths. Gives their spread. */
  function orthonormalise(isCounted: boolean): number {
    const all = kernels.view(stepping.state, n * (count + 1))
    let [most, least] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let k = 1; k <= count; k++) {
      const own = all.subarray(k * n, (k + 1) * n)
      let length = 1
      for (let round = 0; round < 2; round++) {
        for (let j = 1; j < k; j++) {
          const other = all.subarray(j * n, (j + 1) * n)
          let along = 0
          for (let i = 0; i < n; i++) along += own[i] * other[i]
          for (let i = 0; i < n; i++) own[i] -= along * other[i]
        }
        let square = 0
        for (let i = 0; i < n; i++) square += own[i] * own[i]
        const now = Math.sqrt(square)
        if (!(now > 0))
          throw new RunFailure(
            `a tangent vector vanished at t = ${integration.time}: a direction contracts too fast for the interval. Ask for fewer exponents (study.count) or a shorter study.interval`,
          )
        length *= now
        for (let i = 0; i < n; i++) own[i] /= now
      }
      const grown = Math.log(length)
      most = Math.max(most, grown)
      least = Math.min(least, grown)
      if (isCounted) sums[k - 1] += grown
    }
    return count > 1 ? most - least : Math.abs(most)
  }

  function* follow(): Generator<number, void> {
    const view = () => kernels.view(stepping.state, n * (count + 1))
    if (state) view().set(state)
    else {
      variational.initialise(stepping.state, options.initial)
      // Directions in no special place: those of the axes may each stay in a part of the space for ever.
      const all = view()
      for (let i = n; i < all.length; i++) all[i] += 0.4 * Math.cos(1.7 * i + (i % n) ** 2)
      orthonormalise(false)
    }
    const rowSpan = (to - begin) / ROWS
    let nextRow = begin + rowSpan * (1 + rows.length / (count + 1))
    integration.begin(time)
    while (!integration.isDone) {
      const started = integration.time
      const isFirst = Number.isNaN(interval)
      for (let steps = 0; !integration.isDone; steps++) {
        integration.advance()
        if (isFirst ? steps >= 3 : integration.time - started >= interval) break
        if (Number.isNaN(counted) && started < begin && integration.time >= begin) break
        if (steps % 64 === 63) yield (integration.time - from) / (to - from)
      }
      const length = integration.time - started
      const spread = orthonormalise(!Number.isNaN(counted))
      if (options.interval === undefined) {
        const wished = spread > 0 ? (PARTING / spread) * length : 2 * length
        interval = Math.min(Math.max(wished, length / 4), 2 * length, (to - from) / 40)
      }
      time = integration.time
      if (Number.isNaN(counted)) {
        if (time >= begin) counted = time
      } else if (time >= nextRow || integration.isDone) {
        rows.push(time, ...sums)
        nextRow = begin + rowSpan * (1 + rows.length / (count + 1))
      }
      state = view().slice()
      counts = {
        steps: past.steps + integration.steps,
        rejected: past.rejected + integration.rejected,
        evaluations: past.evaluations + stepping.counts().evaluations,
      }
      yield (time - from) / (to - from)
      // The vectors have changed: the method forgets its history.
      if (!integration.isDone) integration.begin(time)
    }
  }

  return {
    *run(): Generator<number, StudyResult> {
      yield* follow()
      return resultOf(rows, sums, counted, time, options, n)
    },
    counts: () => counts,
    metrics() {
      const exponents = sums.map((sum) => sum / (time - counted)).sort((a, b) => b - a)
      const known = Object.fromEntries(Array.from(exponents, (value, k) => [`lyapunov.${k + 1}`, value]))
      return { ...known, kaplanYorke: kaplanYorke(exponents, n) ?? Number.NaN }
    },
    checkpoint(): Checkpoint {
      return {
        arrays: { tangents: state ?? new Float64Array(0), sums: sums.slice(), rows: Float64Array.from(rows) },
        numbers: { time, counted: Number.isNaN(counted) ? -1 : counted - from, interval: Number.isNaN(interval) ? -1 : interval, ...counts }, // biome-ignore format: record
      }
    },
    restore({ arrays, numbers }) {
      if (arrays.tangents.length === 0) return
      state = arrays.tangents
      sums.set(arrays.sums)
      rows = [...arrays.rows]
      time = numbers.time
      counted = numbers.counted < 0 ? Number.NaN : from + numbers.counted
      interval = numbers.interval < 0 ? Number.NaN : numbers.interval
      past = { steps: numbers.steps, rejected: numbers.rejected, evaluations: numbers.evaluations }
      counts = past
    },
  }
}

/** Kaplan and Yorke's dimension (1979): j + (λ₁ + … + λ_j)/|λ_{j+1}| with the last sum that is not negative; null where too few are known. */
function kaplanYorke(exponents: ArrayLike<number>, size: number): number | null {
  let sum = 0
  for (let j = 0; j < exponents.length; j++) {
    if (sum + exponents[j] < 0) return j === 0 ? 0 : j + sum / -exponents[j]
    sum += exponents[j]
  }
  return exponents.length === size ? size : null
}

function resultOf(
  rows: readonly number[],
  sums: Float64Array,
  counted: number,
  time: number,
  { count, unknowns, isDriven, transient }: LyapunovOptions,
  size: number,
): StudyResult {
  const width = count + 1
  const span = time - counted
  if (!(span > 0))
    throw new RunFailure('the time is too short for exponents: nothing is left after the transient. Raise time.to or lower study.transient') // biome-ignore format: one sentence
  // Nearly equal ones may come out of order.
  const order = Array.from(sums.keys()).toSorted((a, b) => sums[b] - sums[a])
  const exponents = order.map((k) => sums[k] / span)
  const length = Math.floor(rows.length / width)
  const row = (i: number, k: number) => (i < 0 ? (k === 0 ? counted : 0) : rows[i * width + k])
  const uncertainties = order.map((k) => {
    const edges = Array.from({ length: BATCHES + 1 }, (_, b) => Math.round((b * length) / BATCHES) - 1)
    const means = edges.slice(1).map((edge, b) => (row(edge, k + 1) - row(edges[b], k + 1)) / (row(edge, 0) - row(edges[b], 0))) // biome-ignore format: one thought
    const mean = means.reduce((sum, value) => sum + value, 0) / BATCHES
    const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (BATCHES - 1)
    return length >= 2 * BATCHES ? Math.sqrt(variance / BATCHES) : Number.NaN
  })
  const largest = Math.max(...exponents.map(Math.abs))
  const zero = (k: number) => Math.max(3 * (uncertainties[k] || 0), 3 / span, 1e-4 * largest)
  const positive = exponents.filter((value, k) => value > zero(k)).length
  const neutral = exponents.filter((value, k) => Math.abs(value) <= zero(k)).length
  return {
    type: 'lyapunov',
    exponents: exponents.map(finite),
    uncertainties: uncertainties.map(finite),
    sum: count === size ? finite(exponents.reduce((sum, value) => sum + value, 0)) : null,
    kaplanYorke: kaplanYorke(exponents, size),
    attractor: wordsFor(positive, neutral, isDriven),
    unknowns,
    transient,
    time: span,
    convergence: {
      t: Array.from({ length }, (_, i) => row(i, 0)),
      exponents: order.map((k) => Array.from({ length }, (_, i) => finite(row(i, k + 1) / (row(i, 0) - counted)))),
    },
  }
}

/** What the signs say of the attractor (Kantz and Schreiber, Nonlinear Time Series Analysis, 5.1). */
function wordsFor(positive: number, neutral: number, isDriven: boolean): string {
  if (positive > 1) return 'hyperchaotic'
  if (positive === 1) return 'chaotic'
  const zeros = neutral + (isDriven ? 1 : 0)
  return zeros === 0 ? 'equilibrium' : zeros === 1 ? 'periodic' : 'quasi-periodic or not decided'
}
