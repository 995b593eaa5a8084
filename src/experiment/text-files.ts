import type { Outcome } from '../core/outcome.ts'
import type { Files } from './files.ts'

/** Text as UTF-8. */
export const encodeText = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value)

/** Text out of UTF-8; of no bytes the empty text. */
export const decodeText = (bytes: Uint8Array | undefined): string => (bytes ? new TextDecoder().decode(bytes) : '')

/** JSON as people read it, in a file of its own. */
export const encodeJson = (value: unknown): Uint8Array<ArrayBuffer> =>
  encodeText(`${JSON.stringify(value, undefined, 2)}\n`)

/** Adds a line to log.jsonl. */
export type RunLog = (level: string, message: string, more?: Readonly<Record<string, unknown>>) => Promise<void>

/** The log of a run folder; `now` in milliseconds since 1970. */
export function makeRunLog(files: Files, now: () => number): RunLog {
  return (level, message, more = {}) =>
    files.append(
      'log.jsonl',
      encodeText(`${JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...more })}\n`),
    )
}

/** How a run or a sweep ended: outcome.json, then the log's last line. */
export async function writeEnd(files: Files, log: RunLog, outcome: Outcome): Promise<void> {
  await files.write('outcome.json', encodeJson(outcome))
  const { status, reason = '' } = outcome
  await log(status === 'failed' ? 'error' : 'info', reason === '' ? status : `${status}: ${reason}`)
}
