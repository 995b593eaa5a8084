import type { Gate } from './gate.ts'
import type { Port } from './messages.ts'
import type { PointResult, SweepTask } from './sweep-point.ts'

/** One thread that computes points, one after the other. */
export interface SweepLane {
  /** Undefined where it was stopped. Rejects where the thread died. */
  compute(index: number, values: readonly number[]): Promise<PointResult | undefined>
  /** Stops what is under way and frees the thread. */
  close(): void
}

/** Opens a thread for a sweep; pausing the gate pauses the point under way. */
export type OpenLane = (task: SweepTask, gate: Gate) => SweepLane

/** Messages of sweeps; other services share the port. */
export type ToPoints =
  | { readonly sweep: 'open'; readonly id: number; readonly task: SweepTask }
  | { readonly sweep: 'point'; readonly id: number; readonly index: number; readonly values: readonly number[] }
  | { readonly sweep: 'pause' | 'resume' | 'close'; readonly id: number }

export type FromPoints =
  | { readonly sweep: 'done'; readonly id: number; readonly index: number; readonly result?: PointResult }
  | { readonly sweep: 'defect'; readonly id: number; readonly index: number; readonly message: string }

const isSweep = (value: unknown, kinds: readonly string[]): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'sweep' in value &&
  'id' in value &&
  typeof value.id === 'number' &&
  kinds.includes(String(value.sweep))

/** A message meant for `servePoints`; undefined for those of other services. */
export function parseToPoints(value: unknown): ToPoints | undefined {
  return isSweep(value, ['open', 'point', 'pause', 'resume', 'close']) ? (value as ToPoints) : undefined
}

function parseFromPoints(value: unknown): FromPoints | undefined {
  return isSweep(value, ['done', 'defect']) ? (value as FromPoints) : undefined
}

let lastId = 0

/**
 * A lane at the other end of a port (`servePoints`).
 * @param end frees the thread behind the port
 */
export function makePortLane(port: Port, end: () => void = () => {}): OpenLane {
  return (task, gate) => {
    const id = ++lastId
    const waiting = new Map<number, { resolve(result: PointResult | undefined): void; reject(error: Error): void }>()
    const send = (message: ToPoints) => port.postMessage(message)
    let isClosed = false
    const take = (index: number) => {
      const promise = waiting.get(index)
      waiting.delete(index)
      return promise
    }
    const listeners = [
      port.onMessage((data) => {
        const message = parseFromPoints(data)
        if (!message || message.id !== id) return
        if (message.sweep === 'done') take(message.index)?.resolve(message.result)
        else take(message.index)?.reject(new Error(message.message))
      }),
      port.onError?.((reason) => {
        for (const index of [...waiting.keys()]) take(index)?.reject(new Error(`its thread stopped: ${reason}`))
      }),
      gate.onChange((isPaused) => send({ sweep: isPaused ? 'pause' : 'resume', id })),
    ]
    send({ sweep: 'open', id, task })
    return {
      compute: (index, values) =>
        new Promise((resolve, reject) => {
          waiting.set(index, { resolve, reject })
          send({ sweep: 'point', id, index, values })
        }),
      close() {
        if (isClosed) return
        isClosed = true
        for (const stop of listeners) stop?.()
        for (const index of [...waiting.keys()]) take(index)?.resolve(undefined)
        send({ sweep: 'close', id })
        end()
      },
    }
  }
}
