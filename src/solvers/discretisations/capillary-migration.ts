import { invalid, RunFailure } from '../../core/errors.ts'
import type { Simulation } from '../../core/simulation.ts'
import { makeSampledSolution } from '../sampled-solution.ts'
import { makeExplicitStep } from '../steppers/explicit-runge-kutta.ts'
import { afterAccepted, afterRejected, type StepControl } from '../steppers/step-control.ts'
import { tsit5Tableau } from '../steppers/tsit5.ts'
import { type Carrier, type ColumnProgram, type FlowPoint, makeCapillaryFlow, programTurns } from './capillary-flow.ts'

/** A temperature-programmed capillary, SI. */
export interface MigratingColumn {
  readonly length: number
  readonly diameter: number
  readonly film: number
  readonly carrier: Carrier
  readonly program: ColumnProgram
  readonly components: readonly MigratingComponent[]
}

export interface MigratingComponent {
  readonly name: string
  /** T_c, where k = 1 at the reference phase ratio, K. */
  readonly characteristicTemperature: number
  /** θ_c, K. */
  readonly characteristicParameter: number
  /** ΔC_p, J/(mol K). */
  readonly heatCapacityChange: number
  /** φ0, film over diameter. */
  readonly referencePhaseRatio: number
  /** D in the carrier at 298.15 K and 101 325 Pa, m²/s. */
  readonly gasDiffusion: number
  /** D in the film at 298.15 K, m²/s. */
  readonly filmDiffusion: number
  /** Injected, mol. */
  readonly amount: number
}

/** When a component leaves the column and how wide; undefined where it stays in. */
export interface Elution {
  readonly retentionTime: number
  /** Standard deviation in time, s. */
  readonly deviation: number
  /** Gas flow at the outlet then, m³/s. */
  readonly flow: number
}

export interface Migration {
  readonly elution: Elution | undefined
  readonly steps: number
  readonly rejected: number
  readonly evaluations: number
}

const GAS_CONSTANT = 8.31446261815324
const DEFAULT_TOLERANCE = 1e-8

/** Retention factor k at T: ln k = (C + T_c/θ_c)(T_c/T − 1) + C ln(T/T_c) + ln(φ/φ0), C = ΔC_p/R (Blumberg's K-centric form). */
export function retentionFactor(component: MigratingComponent, phaseRatio: number, temperature: number): number {
  const { characteristicTemperature: tc, characteristicParameter: theta } = component
  const c = component.heatCapacityChange / GAS_CONSTANT
  return (
    (phaseRatio / component.referencePhaseRatio) *
    Math.exp((c + tc / theta) * (tc / temperature - 1) + c * Math.log(temperature / tc))
  )
}

/**
 * Follows one component in time: dx/dt = v = u/(1 + k), and the variance of its band in space, dσ²/dt = H v + 2σ² v_x, with
 * Golay's plate height H. (With τ = σ/v it is dτ²/dx = H/v² + 2τ² ∂(1/v)/∂t, but stays well scaled where k is 1e5.)
 * In time and not in x, because a band that hardly moves has no x to step in.
 * @param until gives up at this time
 */
export function migrate(
  column: MigratingColumn,
  component: MigratingComponent,
  rtol: number,
  until: number,
): Migration {
  const { length, diameter, film } = column
  const flow = makeCapillaryFlow(length, diameter, column.carrier, column.program)
  const point: FlowPoint = { temperature: 0, pressure: 0, velocity: 0, strain: 0 }
  let evaluations = 0
  const rates = (time: number, state: Float64Array, out: Float64Array) => {
    evaluations++
    flow(time, Math.min(length, Math.max(0, state[0] ?? 0)), point)
    const k = retentionFactor(component, film / diameter, point.temperature)
    const velocity = point.velocity / (1 + k)
    out[0] = velocity
    out[1] = plateHeight(column, component, point, k) * velocity + (2 * (state[1] ?? 0) * point.strain) / (1 + k)
  }
  const { step: tryStep, next, error } = makeExplicitStep(tsit5Tableau, 2, rates)
  const state = new Float64Array(2)
  const turns = programTurns(column.program)
  let time = 0
  let control: StepControl = { step: Math.min(until, 1) / 1000, memory: 1 }
  let steps = 0
  let rejected = 0
  while (time < until) {
    const stop = turns.find((t) => t > time) ?? until
    const size = Math.min(control.step, stop - time, until - time)
    tryStep(time, size, state)
    const norm =
      Math.max(Math.abs(error[0] ?? 0) / length, Math.abs(error[1] ?? 0) / Math.max(next[1] ?? 0, 1e-30)) / rtol
    if (!(norm <= 1)) {
      rejected++
      control = afterRejected({ ...control, step: size }, norm, tsit5Tableau.order)
      if (control.step < 1e-12 * until)
        throw new RunFailure(
          `${component.name}: the time step became too small at t = ${time.toPrecision(6)} s, x = ${(state[0] ?? 0).toPrecision(4)} m; check the programme and the retention parameters`,
        )
      continue
    }
    steps++
    if ((next[0] ?? 0) >= length) {
      const part = lastStep(tryStep, next, time, size, state, length)
      flow(time + part, length, point)
      const velocity = point.velocity / (1 + retentionFactor(component, film / diameter, point.temperature))
      const elution = {
        retentionTime: time + part,
        deviation: Math.sqrt(next[1] ?? 0) / velocity,
        flow: (point.velocity * Math.PI * diameter * diameter) / 4,
      }
      return { elution, steps, rejected, evaluations }
    }
    state.set(next)
    time = size === stop - time ? stop : time + size
    const grown = afterAccepted({ ...control, step: size }, norm, tsit5Tableau.order)
    control = size < control.step ? { ...grown, step: Math.max(grown.step, control.step) } : grown
  }
  return { elution: undefined, steps, rejected, evaluations }
}

/** The part of a step after which x = length, by Newton on the step itself: no interpolation, so no loss of order. */
function lastStep(
  tryStep: (time: number, step: number, state: Float64Array) => void,
  next: Float64Array,
  time: number,
  size: number,
  state: Float64Array,
  length: number,
): number {
  let [low, high] = [0, size]
  let [before, after] = [(state[0] ?? 0) - length, (next[0] ?? 0) - length]
  let part = size
  for (let i = 0; i < 60 && after !== before; i++) {
    const secant = low + ((high - low) * -before) / (after - before)
    part = i % 3 === 2 ? (low + high) / 2 : secant
    tryStep(time, part, state)
    const off = (next[0] ?? 0) - length
    if (Math.abs(off) <= 4e-16 * length || high - low <= 4e-16 * (time + size)) break
    if (off < 0) [low, before] = [part, off]
    else [high, after] = [part, off]
  }
  return part
}

/** Golay's plate height for a capillary of diameter d and film d_f (spec 2.4), m. */
function plateHeight(column: MigratingColumn, component: MigratingComponent, point: FlowPoint, k: number): number {
  const { diameter, film } = column
  // Fuller, Schettler and Giddings: D ~ T^1.75/p.
  const inGas = component.gasDiffusion * (point.temperature / 298.15) ** 1.75 * (101325 / point.pressure)
  const inFilm = component.filmDiffusion * (point.temperature / 298.15) ** 1.75
  const free = 1 / (1 + k)
  return (
    (2 * inGas) / point.velocity +
    (diameter * diameter * (11 - 16 * free + 6 * free * free) * point.velocity) / (96 * inGas) +
    ((2 / 3) * film * film * free * (1 - free) * point.velocity) / inFilm
  )
}

/**
 * Makes the chromatogram of a programmed run: a Gaussian a component at its retention time, in mol/m³ at the outlet.
 * Metrics: `retentionTime.NAME` and `width.NAME` (full width at half height), s; also of what elutes up to five times the last time.
 */
export function makeCapillaryMigration(
  column: MigratingColumn,
  options: { readonly rtol?: number },
  times: Float64Array,
): Simulation {
  if (column.program.time.length === 0) throw invalid('problem.program', 'the programme has no rows')
  const rtol = options.rtol ?? DEFAULT_TOLERANCE
  const until = 5 * (times[times.length - 1] ?? 0)
  let found: readonly Migration[] | undefined
  const solve = () => {
    found ??= column.components.map((component) => migrate(column, component, rtol, until))
    return found
  }
  const sum = (key: 'steps' | 'rejected' | 'evaluations') => (found ?? []).reduce((total, one) => total + one[key], 0)
  return makeSampledSolution({
    scalars: column.components.map(({ name }) => ({ name, unit: 'mol/m^3' })),
    times,
    evaluate(some) {
      const migrations = solve()
      const width = migrations.length
      const rows = new Float64Array(some.length * width)
      migrations.forEach(({ elution }, c) => {
        if (!elution) return
        const { retentionTime, deviation, flow } = elution
        const height = (column.components[c]?.amount ?? 0) / (flow * deviation * Math.sqrt(2 * Math.PI))
        some.forEach((time, i) => {
          rows[i * width + c] = height * Math.exp(-0.5 * ((time - retentionTime) / deviation) ** 2)
        })
      })
      return rows
    },
    report() {
      const metrics: Record<string, number> = {}
      solve().forEach(({ elution }, c) => {
        const name = column.components[c]?.name ?? ''
        if (!elution) return
        metrics[`retentionTime.${name}`] = elution.retentionTime
        metrics[`width.${name}`] = 2 * Math.sqrt(2 * Math.LN2) * elution.deviation
      })
      return { steps: sum('steps'), rejected: sum('rejected'), evaluations: sum('evaluations'), metrics }
    },
  })
}
