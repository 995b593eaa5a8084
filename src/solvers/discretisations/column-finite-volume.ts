import { RunFailure } from '../../core/errors.ts'
import type { FieldDescription, Frame, Quantity } from '../../core/field.ts'
import { type Checkpoint, type Invariant, invariantOf, type Simulation } from '../../core/simulation.ts'
import { chromatogramMetrics } from '../peak-metrics.ts'
import { makeAdditiveStep } from '../steppers/additive-runge-kutta.ts'
import { kencarp4 } from '../steppers/kencarp4.ts'
import { afterAccepted, afterRejected, type StepControl } from '../steppers/step-control.ts'
import { thinnedTimes } from '../thinned-times.ts'
import { boundedProfile } from './bounded-profile.ts'
import { chooseResolution, stableStep } from './column-resolution.ts'
import { makeColumnSystem } from './column-system.ts'
import { type ColumnTransport, inletEnd, positionAt, pressureAt, stretchedLength } from './column-transport.ts'

/** `method` of the experiment beside its id; what is absent is chosen (`chooseResolution`). */
export interface ColumnOptions {
  readonly cells?: number
  readonly order?: number
  /** Relative tolerance of the time integration. */
  readonly rtol?: number
}

/** Cells of all components advanced between looks at the clock: a few milliseconds. */
const WORK = 20_000

/**
 * Makes the numerical solution of a gas column: conservative finite volumes on cells of equal hold-up, KenCarp4 in time.
 * Scalars: the gas concentration at the outlet (mol/m³), a component; fields: gas and film over the column.
 * @param times saved times, ascending, s
 * @throws InvalidInput for a resolution that cannot be
 */
export function makeColumnFiniteVolume(
  transport: ColumnTransport,
  options: ColumnOptions,
  times: Float64Array,
  saveFrames: boolean,
): Simulation {
  const resolution = chooseResolution(transport, options)
  const { components } = transport
  const names = components.map((component) => component.name)
  const system = makeColumnSystem(transport, resolution, resolution.rtol)
  // Linear throughout: both halves implicit, no bound on the step.
  const tableau = resolution.implicit ? { ...kencarp4, explicit: kencarp4.implicit } : kencarp4
  const tryStep = makeAdditiveStep(tableau, system)
  const bounds = components.map((component) =>
    resolution.implicit ? Number.POSITIVE_INFINITY : stableStep(transport, component, resolution),
  )
  const width = stretchedLength(transport) / resolution.cells
  const end = times[times.length - 1] ?? 0
  const frameTimes = thinnedTimes(times)
  const stops = [...new Set([transport.injection, ...frameTimes, end])]
    .filter((t) => t > 0 && t <= end)
    .sort((a, b) => a - b)
  const outletPressure = pressureAt(transport, stretchedLength(transport))
  const fields = saveFrames ? describeFields(transport, resolution.cells) : []
  const samples = new Float64Array(times.length * names.length)
  const firstStep = Math.min(...bounds, ...components.map(({ ka, kd }) => 1 / (transport.phaseRatio * ka + kd))) / 20

  const batch = Math.max(1, Math.floor(WORK / (resolution.cells * components.length)))

  let time = 0
  let control: StepControl = { step: firstStep, memory: 1 }
  let feeding = transport.injection > 0
  let sample = 0
  let frame = 0
  const counts = { steps: 0, rejected: 0, evaluations: 0 }
  system.begin(0, feeding, firstStep)

  const before = names.map(() => ({ outlet: 0, slope: 0 }))
  const saveSamples = (from: number, to: number) => {
    for (; sample < times.length && (times[sample] ?? 0) <= to; sample++) {
      const at = times[sample] ?? 0
      if (at <= 0) continue
      system.accounts.forEach((account, c) => {
        const old = before[c] ?? account
        samples[sample * names.length + c] =
          hermite(from, to, at, old.outlet, account.outlet, old.slope, account.slope) * outletPressure * (components[c]?.concentration ?? 0)
      }) // biome-ignore format: one formula
    }
  }
  // The largest film value over the feed's scale, in equilibrium with the feed.
  const equilibria = components.map(({ ka, kd }) =>
    kd > 0 ? (transport.phaseRatio * ka) / kd : Number.POSITIVE_INFINITY,
  )
  const shown = (values: Float64Array, c: number, most: number) =>
    resolution.implicit || !resolution.weno[c] ? boundedProfile(values.subarray(0, resolution.cells), most) : values
  const saveFrame = (frames: Frame[]) => {
    for (; frame < frameTimes.length && (frameTimes[frame] ?? 0) <= time; frame++) {
      if (!saveFrames) continue
      const values = components.flatMap(({ concentration }, c) => [
        physical(transport, shown(system.gas(c), c, 1), concentration, resolution.cells, 1),
        physical(
          transport,
          shown(system.film(c), c, equilibria[c] ?? 1),
          concentration,
          resolution.cells,
          1 / transport.phaseRatio,
        ),
      ])
      frames.push({
        time: frameTimes[frame] ?? 0,
        fields: fields.map((field, i) => ({ ...field, values: values[i] ?? new Float64Array() })),
      })
    }
  }

  const oneStep = () => {
    const stop = stops.find((t) => t > time) ?? end
    if (system.isEmpty() && !(time < inletEnd(transport))) {
      remember(before, system.accounts)
      saveSamples(time, stop)
      time = stop
      return
    }
    let bound = Number.POSITIVE_INFINITY
    system.accounts.forEach((account, c) => {
      if (account.high > account.low) bound = Math.min(bound, bounds[c] ?? bound)
    })
    const left = stop - time
    const wished = resolution.implicit ? rounded(control.step) : Math.min(control.step, bound)
    const lands = wished >= left * (1 - 1e-9)
    const step = lands ? left : wished > left / 2 ? left / 2 : wished
    const error = tryStep(time, step)
    counts.evaluations += kencarp4.nodes.length - 1
    if (!(error <= 1)) {
      counts.rejected++
      control = afterRejected({ ...control, step }, error, kencarp4.order)
      if (control.step < 1e-13 * Math.max(end, 1)) throw failure(transport, system, resolution.cells, time)
      return
    }
    counts.steps++
    // A step cut short to land says nothing against the longer one.
    const next = afterAccepted({ ...control, step }, error, kencarp4.order)
    control = step < wished ? { step: Math.max(wished, next.step), memory: next.memory } : next
    remember(before, system.accounts)
    system.accept()
    const from = time
    time = lands ? stop : time + step
    if (feeding && time >= transport.injection) {
      feeding = false
      control = { step: firstStep, memory: 1 }
    }
    system.begin(time, feeding, control.step)
    counts.evaluations++
    saveSamples(from, time)
  }

  return {
    scalars: names.map((name): Quantity => ({ name, unit: 'mol/m^3' })),
    fields,
    advance(milliseconds, clock) {
      const from = sample
      const started = clock()
      const frames: Frame[] = []
      if (time === 0) {
        saveSamples(0, 0)
        saveFrame(frames)
      }
      while (time < end) {
        for (let k = 0; k < batch && time < end; k++) {
          oneStep()
          if (frame < frameTimes.length) saveFrame(frames)
        }
        if (clock() - started >= milliseconds) break
      }
      const saved = {
        times: times.slice(from, sample),
        values: samples.slice(from * names.length, sample * names.length),
      }
      return { time, done: !(time < end), ...(sample > from ? { samples: saved } : {}), ...(frames.length > 0 ? { frames } : {}) } // biome-ignore format: one value
    },
    checkpoint(): Checkpoint {
      const arrays: Record<string, Float64Array> = { samples: samples.slice(0, sample * names.length) }
      names.forEach((_, c) => {
        arrays[`gas${c}`] = system.gas(c).slice()
        arrays[`film${c}`] = system.film(c).slice()
        arrays[`account${c}`] = Float64Array.from(Object.values(system.accounts[c] ?? {}))
      })
      return { arrays, numbers: { time, step: control.step, memory: control.memory, feeding: feeding ? 1 : 0, sample, frame, ...counts } } // biome-ignore format: one value
    },
    restore({ arrays, numbers }) {
      samples.set(arrays.samples ?? [])
      names.forEach((_, c) => {
        system.gas(c).set(arrays[`gas${c}`] ?? [])
        system.film(c).set(arrays[`film${c}`] ?? [])
        const account: Record<string, number> = {}
        Object.keys(system.accounts[c] ?? {}).forEach((key, i) => {
          account[key] = arrays[`account${c}`]?.[i] ?? 0
        })
        Object.assign(system.accounts[c] ?? {}, account)
      })
      const number = (key: string) => numbers[key] ?? 0
      time = number('time')
      control = { step: number('step'), memory: number('memory') }
      feeding = number('feeding') === 1
      sample = number('sample')
      frame = number('frame')
      counts.steps = number('steps')
      counts.rejected = number('rejected')
      counts.evaluations = number('evaluations')
      system.begin(time, feeding, control.step)
    },
    report() {
      const invariants: Record<string, Invariant> = {}
      components.forEach(({ name, concentration }, c) => {
        const account = system.accounts[c]
        if (!account) return
        // mol per m² of gas cross-section.
        const first = account.fed * width * concentration
        const last = (account.gone + system.held(c)) * width * concentration
        invariants[`mass.${name}`] = invariantOf(first, last)
      })
      return { ...counts, invariants, metrics: chromatogramMetrics(names, times, samples, sample), errors: {} }
    },
  }
}

/** The next lower power of the fourth root of two: steps repeat, and with them the factors of the band. */
function rounded(step: number): number {
  return 2 ** (Math.floor(4 * Math.log2(step)) / 4)
}

type Outlets = readonly { outlet: number; slope: number }[]

function remember(before: Outlets, now: Outlets): void {
  before.forEach((old, c) => {
    old.outlet = now[c]?.outlet ?? 0
    old.slope = now[c]?.slope ?? 0
  })
}

/** Cubic through two values and slopes. */
function hermite(a: number, b: number, at: number, fa: number, fb: number, da: number, db: number): number {
  const h = b - a
  if (!(h > 0)) return fb
  const s = (at - a) / h
  const r = 1 - s
  return r * r * (1 + 2 * s) * fa + s * s * (1 + 2 * r) * fb + h * s * r * (r * da - s * db)
}

/** Concentrations in mol/m³ from the scaled unknowns: c = w p̂ c0, q = s p̂ c0/α. */
function physical(
  transport: ColumnTransport,
  scaled: Float64Array,
  concentration: number,
  cells: number,
  factor: number,
) {
  const width = stretchedLength(transport) / cells
  return Float64Array.from({ length: cells }, (_, i) => (scaled[i] ?? 0) * pressureAt(transport, (i + 0.5) * width) * concentration * factor) // biome-ignore format: one formula
}

function describeFields(transport: ColumnTransport, cells: number): readonly FieldDescription[] {
  const width = stretchedLength(transport) / cells
  const values = Float64Array.from({ length: cells }, (_, i) => positionAt(transport, (i + 0.5) * width))
  const grid = { axes: [{ name: 'x', unit: 'm', values }] }
  return transport.components.flatMap(({ name }) => [
    { name, unit: 'mol/m^3', label: `${name} in the gas`, grid },
    { name: `${name}_film`, unit: 'mol/m^3', label: `${name} in the film`, grid },
  ])
}

function failure(
  transport: ColumnTransport,
  system: { candidate(component: number): Float64Array },
  cells: number,
  time: number,
): RunFailure {
  const width = stretchedLength(transport) / cells
  for (let c = 0; c < transport.components.length; c++) {
    const at = system.candidate(c).findIndex((value) => !Number.isFinite(value))
    if (at < 0) continue
    const x = positionAt(transport, Math.min(at + 0.5, cells) * width)
    return new RunFailure(
      `${transport.components[c]?.name} is no longer a finite number at t = ${time.toPrecision(6)} s, x = ${x.toPrecision(4)} m; ` +
        'check the rates and pressures for absurd sizes, or try more cells or a smaller rtol',
    )
  }
  return new RunFailure(
    `the time step became too small at t = ${time.toPrecision(6)} s; try a larger rtol, or check ka and kd for absurd sizes`,
  )
}
