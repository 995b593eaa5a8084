import type { Advance, Simulation, SimulationReport } from '../../core/simulation.ts'
import { smoothJumps } from '../../expression/smooth-jumps.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { Chattering } from '../../solvers/run-failures.ts'
import type { Stepped } from '../bindings/stepped.ts'

/** A ramp narrower than this is lost in the rounding. */
const narrowest = 1e-9
/** The place in a ramp is followed to this part of its width: it tells the force that holds the solution there. */
const partOfRamp = 1e-3
const leastRelative = 1e-12
/**
 * At least so many steps. The estimate of the error is damped where a step begins on a ramp (Hairer, Wanner II, IV.8), so that alone it
 * would find the end of a hold late.
 */
const leastSteps = 4000

/** How the run with ramps is made: their half width is what the tolerance asks of values of order 1. */
function steppedOverRamps(stepped: Stepped, span: number): { readonly width: number; readonly stepped: Stepped } {
  const { rtol, atol, step } = stepped
  const width = Math.max(narrowest, rtol)
  const most = width * partOfRamp * 0.1
  return {
    width,
    stepped: {
      ...stepped,
      stepper: 'radau5',
      rtol: Math.max(leastRelative, Math.min(rtol, width * partOfRamp)),
      atol: typeof atol === 'number' ? Math.min(atol, most) : atol.map((value) => Math.min(value, most)),
      step: Math.min(step ?? Number.POSITIVE_INFINITY, span / leastSteps),
    },
  }
}

interface Second {
  readonly simulation: Simulation
  /** Where the first run chattered, and the place of the unknown whose rate jumped. */
  readonly since: number
  readonly unknown: number
}

/**
 * A simulation under `auto` that goes on where the solution is held on a jump of the rates (dry friction at rest, a relay that
 * chatters): the run is made again with each jump as a narrow ramp and a stiff method, and says so. What was saved before stays.
 */
export function passingJumps(
  ode: TypedOde,
  stepped: Stepped,
  times: Float64Array,
  span: number,
  make: (ode: TypedOde, stepped: Stepped) => Simulation,
): Simulation {
  const first = make(ode, stepped)
  if (stepped.stepper !== 'auto') return first
  let given = 0
  let second: Second | undefined

  const { width, stepped: over } = steppedOverRamps(stepped, span)
  function startSecond(since: number, unknown: number): Second | undefined {
    const equations = smoothJumps(ode.equations, width)
    return equations && { simulation: make({ ...ode, equations }, over), since, unknown }
  }
  /** Rows that were saved by the first run are not saved twice. */
  let skip = 0
  function withoutGiven(piece: Advance): Advance {
    const { samples, ...rest } = piece
    if (!samples || skip === 0) return piece
    const columns = samples.values.length / samples.times.length
    const left = Math.min(skip, samples.times.length)
    skip -= left
    if (left === samples.times.length) return rest
    return { ...rest, samples: { times: samples.times.slice(left), values: samples.values.slice(left * columns) } }
  }

  function told(report: SimulationReport, since: number, unknown: number): SimulationReport {
    const name = ode.equations.unknowns[unknown] ?? ''
    const note = `From t = ${Number(since.toPrecision(6))} on the solution is held on a jump of the rate of ${name}, which no step passes: computed from the start with each jump as a ramp of half width ${width.toPrecision(2)}, by radau5.`
    return { ...report, stepper: report.stepper ?? 'radau5', notes: [...(report.notes ?? []), note] }
  }

  return {
    scalars: first.scalars,
    fields: first.fields,
    advance(milliseconds, clock) {
      if (second) return withoutGiven(second.simulation.advance(milliseconds, clock))
      try {
        const piece = first.advance(milliseconds, clock)
        given += piece.samples?.times.length ?? 0
        return piece
      } catch (error) {
        if (!(error instanceof Chattering)) throw error
        second = startSecond(error.time, ode.equations.unknowns.indexOf(error.unknown))
        if (!second) throw error
        // What the first run saved in this piece of work is kept, or the rows would depend on how the work is cut.
        const waiting = first.checkpoint().arrays.rowsWaiting ?? new Float64Array(0)
        skip = given + waiting.length / first.scalars.length
        if (skip === given) return { time: error.time, done: false }
        return { time: error.time, done: false, samples: { times: times.slice(given, skip), values: waiting } }
      }
    },
    checkpoint() {
      if (!second) {
        const { arrays, numbers } = first.checkpoint()
        return { arrays, numbers: { ...numbers, rowsGiven: given } }
      }
      const { arrays, numbers } = second.simulation.checkpoint()
      return { arrays, numbers: { ...numbers, rowsToSkip: skip, rampSince: second.since, rampUnknown: second.unknown } }
    },
    restore(checkpoint) {
      const { numbers } = checkpoint
      if (numbers.rampSince === undefined) {
        first.restore(checkpoint)
        given = numbers.rowsGiven ?? 0
        return
      }
      second = startSecond(numbers.rampSince, numbers.rampUnknown ?? 0)
      second?.simulation.restore(checkpoint)
      skip = numbers.rowsToSkip ?? 0
    },
    report: () => (second ? told(second.simulation.report(), second.since, second.unknown) : first.report()),
  }
}
