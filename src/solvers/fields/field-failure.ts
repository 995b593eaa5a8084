import { axisNodes, domainSize } from '../../core/domain.ts'
import { RunFailure } from '../../core/errors.ts'
import type { DiscretisedFields, FieldProblem } from './discretised-fields.ts'

const shown = (value: number) => String(Number(value.toPrecision(4)))

/** What is known when a field could not be followed further. */
export interface FieldTrouble {
  readonly problem: FieldProblem
  readonly fields: DiscretisedFields
  readonly stepper: string
  readonly isAdaptive: boolean
  /** The last good time and state, and the step tried. */
  readonly time: number
  readonly state: number
  readonly step: number
  /** Node values there. */
  readonly nodes: Float64Array
  /** Largest size of each unknown at the start. */
  readonly startSizes: readonly number[]
  /** What the integrator said. */
  readonly said: string
}

interface Largest {
  readonly unknown: number
  readonly place: number
  readonly size: number
  readonly growth: number
}

function findLargest({ problem, nodes, startSizes }: FieldTrouble): Largest {
  const size = domainSize(problem.domain)
  let found: Largest = { unknown: 0, place: 0, size: 0, growth: 0 }
  problem.equations.unknowns.forEach((_, unknown) => {
    for (let i = 0; i < size; i++) {
      const value = Math.abs(nodes[unknown * size + i] ?? 0)
      const growth = value / Math.max(startSizes[unknown] ?? 0, 1e-12)
      if (growth > found.growth) found = { unknown, place: i, size: value, growth }
    }
  })
  return found
}

/** Coordinates of a node in words. */
function nodeText({ domain }: FieldProblem, place: number): string {
  let rest = place
  return domain.axes
    .map((axis) => {
      const at = axisNodes(axis)[rest % axis.points] ?? 0
      rest = Math.floor(rest / axis.points)
      return `${axis.name} = ${shown(at)}${axis.unit === '1' ? '' : ` ${axis.unit}`}`
    })
    .join(', ')
}

/** A blow-up told: when, where, why and what to try. */
export function fieldFailure(trouble: FieldTrouble): RunFailure {
  const { problem, fields, stepper, isAdaptive, time, state, step, said } = trouble
  const { unknown, place, size, growth } = findLargest(trouble)
  const name = problem.equations.unknowns[unknown] ?? 'u'
  const where = `${name} is ${shown(size)} in size at ${nodeText(problem, place)}`
  const bound = fields.stableStep(time, state)
  const allowed = stepper === 'kencarp4' || stepper === 'cnab2' || stepper === 'sbdf2' || stepper === 'etdrk4' ? bound.semiImplicit : bound.explicit // biome-ignore format: one thought
  const head = `The solution cannot be followed beyond t = ${shown(time)}: ${where}`
  if (!isAdaptive && Math.abs(step) > 0.9 * allowed)
    return new RunFailure(`${head}, and grows from step to step. The step ${shown(Math.abs(step))} is above what is stable for ${stepper}, about ${shown(allowed)} (${bound.reason}). Take a smaller step, or leave "step" and "stepper" out.`) // biome-ignore format: one sentence
  if (growth > 1e3)
    return new RunFailure(`${head}, ${shown(growth)} times its size at the start. The solution itself may become infinite at about that time, and ${isAdaptive ? 'no tolerance leads' : 'no step leads'} beyond. Look at the terms of ${name} that grow faster than ${name} (like ${name}^2) and at their signs, and at the sign of the highest derivative (a diffusion of the wrong sign amplifies the finest waves of the grid). If the time stays the same with ${isAdaptive ? 'twice as many points' : 'half the step and twice as many points'} it belongs to the equations: end the run before.`) // biome-ignore format: one sentence
  return new RunFailure(`${head}. ${said} Look for a division by zero, a root or logarithm of a negative number in the equations there; take more points where the solution is steep, or another space or stepper.`) // biome-ignore format: one sentence
}
