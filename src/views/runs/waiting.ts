import { formatSeconds } from '../shell/duration.ts'
import type { RunsState } from './runs-store.ts'

/** "Finite volumes: about 2 s; Space runs it". */
export function waitingSentence({ title, seconds }: NonNullable<RunsState['waiting']>): string {
  return seconds === undefined
    ? `${title}: Space runs it`
    : `${title}: about ${formatSeconds(Number(seconds.toPrecision(1)))}; Space runs it`
}
