import type { InputError } from '../core/errors.ts'
import { resolveNumber } from '../pde/number.ts'
import type { Experiment } from './experiment.ts'
import { timeUnitOf } from './resolve.ts'

/** The last saved time of an experiment, s; undefined where it says none that can be read, or where time is not in seconds. */
export function modelSpan(experiment: Experiment): number | undefined {
  if (timeUnitOf(experiment) !== 's') return undefined
  const { time } = experiment
  const errors: InputError[] = []
  const last = time?.to ?? time?.at?.at(-1)
  const span = last === undefined ? undefined : resolveNumber(last, 's', 'time', errors)
  return span !== undefined && span > 0 ? span : undefined
}

/**
 * Says so where times without a unit are plainly minutes: as seconds they fill less than an eighth of the model's time, as minutes
 * between a fifth of it and one and a half. Nothing is changed: a wrong guess would move every peak.
 */
export function minutesNote(column: string, times: ArrayLike<number>, span: number | undefined): string | undefined {
  if (span === undefined) return undefined
  let last = 0
  for (let i = 0; i < times.length; i++) if ((times[i] ?? 0) > last) last = times[i] ?? 0
  if (!(last > 0) || last > span / 8 || last * 60 < span / 5 || last * 60 > 1.5 * span) return undefined
  return `"${column}" names no unit and is taken as seconds, but ends at ${Number(last.toPrecision(4))} where the model runs to ${Number(span.toPrecision(4))} s: if these are minutes, say the unit min.`
}
