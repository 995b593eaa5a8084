import type { RunsState } from './runs-store.ts'

/** "Finite volumes: about 2 s; Space runs it". */
export function waitingSentence({ title, seconds }: NonNullable<RunsState['waiting']>): string {
  return seconds === undefined ? `${title}: Space runs it` : `${title}: about ${roughly(seconds)}; Space runs it`
}

/** One digit below ten seconds, whole seconds, then minutes: an estimate knows no more. */
function roughly(seconds: number): string {
  if (seconds < 90) return `${Number(seconds.toPrecision(seconds < 10 ? 1 : 2))} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Number((seconds / 3600).toPrecision(2))} h`
}
