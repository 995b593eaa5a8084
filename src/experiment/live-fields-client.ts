import type { Experiment } from './experiment.ts'
import { type Inputs, withoutOriginals } from './inputs.ts'
import {
  type FromLiveFields,
  type LiveChange,
  type LiveFrame,
  type LiveOpened,
  parseFromLiveFields,
  type ToLiveFields,
} from './live-fields.ts'
import type { Port } from './messages.ts'

/** What a living solution tells. */
export interface LiveListener {
  onOpened(opened: LiveOpened): void
  /** Its next frame but one comes when `taken` was called. */
  onFrame(frame: LiveFrame): void
  onFailed(message: string): void
}

/** A living solution in a worker. */
export interface LiveHandle {
  change(change: LiveChange): void
  play(): void
  pause(): void
  step(): void
  /** Simulated time a second; undefined: as fast as can be computed. */
  setSpeed(speed: number | undefined): void
  taken(): void
  close(): void
}

let lastId = 0

/** Opens a living solution in the worker at the other end of the port. */
export function openLiveFields(
  port: Port,
  experiment: Experiment,
  inputs: Inputs,
  start: { readonly speed: number | undefined; readonly isPlaying: boolean },
  listener: LiveListener,
): LiveHandle {
  const id = ++lastId
  const send = (message: ToLiveFields) => port.postMessage(message)
  const take = (message: FromLiveFields) => {
    if (message.type === 'live-opened') listener.onOpened(message.opened)
    else if (message.type === 'live-frame') listener.onFrame(message.frame)
    else listener.onFailed(message.message)
  }
  const stops = [
    port.onMessage((data) => {
      const message = parseFromLiveFields(data)
      if (message?.id === id) take(message)
    }),
    port.onError?.((reason) => listener.onFailed(`The worker stopped: ${reason}. Open the experiment again, with fewer points where memory ran out.`)), // biome-ignore format: one sentence
  ]
  const { speed, isPlaying } = start
  send({ type: 'live-open', id, experiment, inputs: withoutOriginals(inputs), isPlaying, ...(speed === undefined ? {} : { speed }) }) // biome-ignore format: one message
  return {
    change: (change) => send({ type: 'live-change', id, change }),
    play: () => send({ type: 'live-control', id, action: 'play' }),
    pause: () => send({ type: 'live-control', id, action: 'pause' }),
    step: () => send({ type: 'live-control', id, action: 'step' }),
    setSpeed: (next) => send({ type: 'live-speed', id, ...(next === undefined ? {} : { speed: next }) }),
    taken: () => send({ type: 'live-credit', id }),
    close() {
      for (const stop of stops) stop?.()
      send({ type: 'live-control', id, action: 'close' })
    },
  }
}
