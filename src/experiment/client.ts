import { InvalidInput } from '../core/errors.ts'
import type { FieldDescription } from '../core/field.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Experiment } from './experiment.ts'
import { type Inputs, withoutOriginals } from './inputs.ts'
import { type FromWorker, type Port, parseFromWorker, type RunRequest, type ToWorker } from './messages.ts'
import type { RunEvent } from './run-event.ts'
import type { Curve } from './simulate.ts'

/** A run in a worker. */
export interface RunHandle {
  /** To be read once, to its end; a frame counts as taken when it is read. Throws InvalidInput where it cannot be planned. */
  readonly events: AsyncIterable<RunEvent>
  pause(): void
  resume(): void
  abort(): void
}

// One numbering a page or process, so that several clients may share a port.
let lastId = 0

/** What came and was not read yet. */
function makeQueue<T>() {
  const items: T[] = []
  let wake: (() => void) | undefined
  let end: { readonly error?: Error } | undefined
  return {
    push(item: T) {
      items.push(item)
      wake?.()
    },
    close(error?: Error) {
      end ??= error ? { error } : {}
      wake?.()
    },
    async next(): Promise<T | undefined> {
      for (;;) {
        const item = items.shift()
        if (item !== undefined) return item
        if (end?.error) throw end.error
        if (end) return undefined
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

function refusal(message: Extract<FromWorker, { type: 'refused' }>): Error {
  return message.errors ? new InvalidInput(message.errors) : new Error(message.message)
}

/** Starts a run in the worker at the other end of the port. */
export function startRun(port: Port, request: RunRequest): RunHandle {
  const id = ++lastId
  const send = (message: ToWorker) => port.postMessage(message)
  const queue = makeQueue<RunEvent>()
  let fields: readonly FieldDescription[] = []
  let outcome: Outcome | undefined
  const listeners: (() => void)[] = []
  const close = (error?: Error) => {
    for (const stop of listeners) stop()
    queue.close(error)
  }
  listeners.push(
    port.onMessage((data) => {
      const message = parseFromWorker(data)
      if (!message || message.id !== id) return
      if (message.type === 'event') {
        if (message.event.type === 'started') {
          fields = message.event.fields
          outcome = message.event.outcome
        }
        queue.push(message.event)
      } else if (message.type === 'frame') {
        const frame = {
          time: message.time,
          fields: fields.map((field, i) => ({ ...field, values: message.values[i] ?? new Float64Array() })),
        }
        queue.push({ type: 'frame', frame })
      } else if (message.type === 'end') close()
      else if (message.type === 'refused') close(refusal(message))
    }),
  )
  const onDeath = port.onError?.((reason) => {
    const message = `the worker stopped: ${reason}`
    if (!outcome) return close(new Error(message))
    queue.push({
      type: 'ended',
      outcome: { ...outcome, status: 'failed', reason: `${message}; what was saved can be resumed` },
    })
    close()
  })
  if (onDeath) listeners.push(onDeath)

  async function* read(): AsyncGenerator<RunEvent, void, undefined> {
    try {
      for (;;) {
        const event = await queue.next()
        if (event === undefined) return
        yield event
        if (event.type === 'frame') send({ type: 'credit', id })
      }
    } finally {
      // A reader that leaves early does not leave the worker computing.
      send({ type: 'control', id, action: 'abort' })
    }
  }
  send({ type: 'start', id, request: { ...request, inputs: withoutOriginals(request.inputs) } })
  return {
    events: read(),
    pause: () => send({ type: 'control', id, action: 'pause' }),
    resume: () => send({ type: 'control', id, action: 'resume' }),
    abort: () => send({ type: 'control', id, action: 'abort' }),
  }
}

/** Curves while a hand moves a slider. */
export interface LiveSimulator {
  /**
   * The curve of an experiment. While one is computed only the newest request waits; those it overtakes get undefined.
   * @throws InvalidInput where the experiment cannot be planned
   */
  simulate(experiment: Experiment, inputs: Inputs): Promise<Curve | undefined>
  close(): void
}

interface Waiting {
  readonly experiment: Experiment
  readonly inputs: Inputs
  readonly resolve: (curve: Curve | undefined) => void
  readonly reject: (error: Error) => void
}

/** The live simulator over a port; give it a worker of its own where long runs go on beside. */
export function makeLiveSimulator(port: Port): LiveSimulator {
  let current: { readonly id: number; readonly request: Waiting } | undefined
  let waiting: Waiting | undefined
  const next = () => {
    current = undefined
    if (!waiting) return
    const request = waiting
    waiting = undefined
    current = { id: ++lastId, request }
    const { experiment, inputs } = request
    port.postMessage({ type: 'simulate', id: current.id, experiment, inputs } satisfies ToWorker)
  }
  const stop = port.onMessage((data) => {
    const message = parseFromWorker(data)
    if (!message || !current || message.id !== current.id) return
    const { request } = current
    if (message.type === 'simulated') request.resolve(message.curve)
    else if (message.type === 'refused') request.reject(refusal(message))
    else return
    next()
  })
  const stopError = port.onError?.((reason) => {
    current?.request.reject(new Error(`the worker stopped: ${reason}`))
    current = undefined
  })
  return {
    simulate: (experiment, inputs) =>
      new Promise((resolve, reject) => {
        waiting?.resolve(undefined)
        waiting = { experiment, inputs, resolve, reject }
        if (!current) next()
      }),
    close() {
      stop()
      stopError?.()
      current?.request.resolve(undefined)
      waiting?.resolve(undefined)
    },
  }
}
