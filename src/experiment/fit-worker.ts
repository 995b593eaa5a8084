import { type InputError, InvalidInput } from '../core/errors.ts'
import type { Experiment } from './experiment.ts'
import { fitExperiment } from './fit.ts'
import type { FitEvent } from './fit-event.ts'
import type { Inputs } from './inputs.ts'
import type { Port } from './messages.ts'

/** What a worker is asked to fit. */
export interface FitRequest {
  readonly experiment: Experiment
  readonly inputs: Inputs
  /** Only the model at the start values. */
  readonly preview?: boolean
}

/** A fit in a worker. */
export interface FitHandle {
  /** To be read once, to its end. Throws InvalidInput where the fit cannot be set up. */
  readonly events: AsyncIterable<FitEvent>
  abort(): void
}

type ToFitWorker =
  | { readonly type: 'fit-start'; readonly id: number; readonly request: FitRequest }
  | { readonly type: 'fit-abort'; readonly id: number }

type FromFitWorker =
  | { readonly type: 'fit-event'; readonly id: number; readonly event: FitEvent }
  | { readonly type: 'fit-end'; readonly id: number }
  | { readonly type: 'fit-refused'; readonly id: number; readonly errors?: readonly InputError[]; readonly message: string } // biome-ignore format: record

const isTyped = (value: unknown): value is { type: string; id: number } =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  value.type.startsWith('fit-') &&
  'id' in value &&
  typeof value.id === 'number'

const parseToFitWorker = (value: unknown) => (isTyped(value) ? (value as ToFitWorker) : undefined)
const parseFromFitWorker = (value: unknown) => (isTyped(value) ? (value as FromFitWorker) : undefined)

/**
 * Serves fits over a port, beside `serveRuns` on the same one if wished: messages of the other are let pass.
 * @returns stops listening and aborts what goes on
 */
export function serveFits(port: Port, context: { readonly clock: () => number }): () => void {
  const running = new Map<number, AbortController>()
  const send = (message: FromFitWorker) => port.postMessage(message)
  const start = async (id: number, { experiment, inputs, preview }: FitRequest) => {
    const controller = new AbortController()
    running.set(id, controller)
    try {
      const options = { clock: context.clock, signal: controller.signal, ...(preview ? { preview } : {}) }
      for await (const event of fitExperiment(experiment, inputs, options)) send({ type: 'fit-event', id, event })
      send({ type: 'fit-end', id })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      send({ type: 'fit-refused', id, message, ...(error instanceof InvalidInput ? { errors: error.errors } : {}) })
    } finally {
      running.delete(id)
    }
  }
  const stop = port.onMessage((data) => {
    const message = parseToFitWorker(data)
    if (message?.type === 'fit-start') void start(message.id, message.request)
    else if (message?.type === 'fit-abort') running.get(message.id)?.abort()
  })
  return () => {
    stop()
    for (const controller of running.values()) controller.abort()
  }
}

let lastId = 0

/** Starts a fit in the worker at the other end of the port. */
export function startFit(port: Port, request: FitRequest): FitHandle {
  const id = ++lastId
  const events: FitEvent[] = []
  let end: { readonly error?: Error } | undefined
  let wake: (() => void) | undefined
  const listeners: (() => void)[] = []
  const close = (error?: Error) => {
    end ??= error ? { error } : {}
    for (const stop of listeners) stop()
    wake?.()
  }
  listeners.push(
    port.onMessage((data) => {
      const message = parseFromFitWorker(data)
      if (!message || message.id !== id) return
      if (message.type === 'fit-event') {
        events.push(message.event)
        wake?.()
      } else if (message.type === 'fit-end') close()
      else close(message.errors ? new InvalidInput(message.errors) : new Error(message.message))
    }),
  )
  const onDeath = port.onError?.((reason) => close(new Error(`the worker stopped: ${reason}`)))
  if (onDeath) listeners.push(onDeath)
  const send = (message: ToFitWorker) => port.postMessage(message)
  async function* read(): AsyncGenerator<FitEvent, void, undefined> {
    try {
      for (;;) {
        const event = events.shift()
        if (event) yield event
        else if (end?.error) throw end.error
        else if (end) return
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      // A reader that leaves early does not leave the worker computing.
      if (!end) send({ type: 'fit-abort', id })
    }
  }
  send({ type: 'fit-start', id, request })
  return { events: read(), abort: () => send({ type: 'fit-abort', id }) }
}
