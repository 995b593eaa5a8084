import { makeRandom } from '../core/random.ts'
import { costOf } from '../fit/loss.ts'
import { latinHypercube } from '../fit/multi-start.ts'
import type { Experiment } from './experiment.ts'
import { guessCalibration } from './fit-calibration.ts'
import type { FreeVariable } from './fit-free.ts'
import type { PreparedFit } from './fit-prepare.ts'
import { guessFromPeaks } from './fit-start.ts'
import { transportFit } from './fit-transport.ts'
import type { Inputs } from './inputs.ts'

/** A point to begin a descent at, and what is said of the fit when it ends best. */
export interface Candidate {
  readonly theta: Float64Array
  readonly note?: string
}

/** The start of the file and, where they say something, those that the measured curves suggest. */
export function candidateStarts(prepared: PreparedFit, experiment: Experiment, inputs: Inputs): readonly Candidate[] {
  const { space, measured, objective } = prepared
  const clamp = (theta: Float64Array) =>
    theta.map((value, k) => Math.min(Math.max(value, space.lower[k] ?? 0), space.upper[k] ?? 0))
  const own = clamp(space.coordinatesOf(startValues(prepared, experiment)))
  const candidates: Candidate[] = [{ theta: own }]
  if (space.variables.some((v) => ['scale', 'offset'].includes(v.kind) || v.name === 'concentration'))
    candidates.push({ theta: clamp(guessCalibration(objective, space, measured, own)) })
  const hasRates = space.variables.some((variable) => ['ka', 'kd', 'K'].includes(variable.name))
  if (experiment.problem.id === 'gas-column' && hasRates) {
    const guess = guessFromPeaks(experiment, inputs, measured, space.variables)
    const theta = clamp(guessCalibration(objective, space, measured, space.coordinatesOf(guess)))
    candidates.push({
      theta,
      note: 'Rates were first read off the measured peaks: nearer to the data than the start values.',
    })
  }
  return candidates
}

/** Tailing and diffusion that start at exactly 0 start a little above: at 0 a peak says little about them. */
function startValues({ space }: PreparedFit, experiment: Experiment): Float64Array {
  const injection = Number(experiment.problem.parameters?.injection)
  return Float64Array.from(space.variables, (variable) => {
    if (variable.start !== 0 || variable.lower !== 0) return variable.start
    if (variable.name === 'injectorTime' && injection > 0) return Math.min(0.25 * injection, variable.upper)
    return variable.name === 'dispersion' ? Math.min(1e-6, variable.upper) : variable.start
  })
}

/** Starts where all others failed: the two of 16 spread around the file's own whose areas pass nearest to the measured times. */
export function farStarts(prepared: PreparedFit, own: Float64Array, seed: number): readonly (() => Float64Array)[] {
  let ranked: readonly Float64Array[] | undefined
  const rank = () => {
    const problem = transportFit(prepared, own)
    const out = new Float64Array(problem.count)
    const spread = startsAround(prepared, own, 16, seed).map((theta) => {
      problem.residuals(theta, out)
      const cost = costOf('linear', 1, out)
      return { theta, cost: Number.isFinite(cost) ? cost : Number.POSITIVE_INFINITY }
    })
    return spread.sort((a, b) => a.cost - b.cost).map(({ theta }) => theta)
  }
  // Made when asked for: each costs evaluations.
  const at = (place: number) => () => {
    ranked ??= rank()
    return ranked[place] ?? own
  }
  return [at(0), at(1)]
}

/** Evenly spread points: within the bounds given, else as far as such a quantity is likely to be wrong. */
export function startsAround(
  { space }: PreparedFit,
  centre: Float64Array,
  count: number,
  seed: number,
): readonly Float64Array[] {
  if (count <= 0) return []
  return latinHypercube(makeRandom(seed), count, centre.length).map((point) =>
    point.map((u, k) => {
      const reach = reachOf(space.variables[k], centre[k] ?? 0)
      const isOpen = !space.variables[k]?.isBounded
      const low = isOpen ? (centre[k] ?? 0) - reach : Math.max(space.lower[k] ?? 0, (centre[k] ?? 0) - 10 * reach)
      const high = isOpen ? (centre[k] ?? 0) + reach : Math.min(space.upper[k] ?? 0, (centre[k] ?? 0) + 10 * reach)
      return Math.min(Math.max(low + u * (high - low), space.lower[k] ?? 0), space.upper[k] ?? 0)
    }),
  )
}

/** A factor of 4; a tenth of a temperature; as much again of what is not positive. */
function reachOf(variable: FreeVariable | undefined, centre: number): number {
  if (!variable?.isLog) return Math.abs(centre) || 1
  return variable.unit === 'K' ? 0.1 : Math.log(4)
}
