import { InvalidInput } from '../core/errors.ts'
import { type Gate, makeGate } from './gate.ts'
import { type FromWorker, frameCredit, type Port, parseToWorker, type RunRequest, type ToWorker } from './messages.ts'
import { run } from './run.ts'
import { planRun } from './run-plan.ts'
import { simulate } from './simulate.ts'

/** What the worker's surroundings know and this floor does not. */
export interface WorkerContext {
  /** Monotonic milliseconds. */
  readonly clock: () => number
  /** Milliseconds of processor time of the process or thread. */
  readonly cpu?: () => number
}

interface Running {
  readonly gate: Gate
  readonly controller: AbortController
  /** Frames that may still be sent. */
  credit: number
  wake?: (() => void) | undefined
}

/** A curve that follows the hand is cut after so many ms: the next value must not wait for one that turned out to be slow. */
const longest = 2500

/** The buffer of values that are ours to give away; a copy where they are a window on something larger (WebAssembly memory). */
function owned(values: Float64Array): Float64Array<ArrayBuffer> {
  const { buffer } = values
  if (buffer instanceof ArrayBuffer && values.byteLength === buffer.byteLength) return new Float64Array(buffer)
  return Float64Array.from(values)
}

/**
 * Serves runs over a port: the one worker code of browser and Node. Several runs may be under way; each is heard between two
 * pieces of work, so that pause and abort act at once. Arrays are handed over, not copied, and at most four frames are under
 * way to a receiver that has not taken them.
 * @returns stops listening and aborts what runs
 */
export function serveRuns(port: Port, context: WorkerContext): () => void {
  const running = new Map<number, Running>()
  const send = (message: FromWorker, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer)

  const refuse = (id: number, error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    send(
      error instanceof InvalidInput
        ? { type: 'refused', id, errors: error.errors, message }
        : { type: 'refused', id, message },
    )
  }

  const whenCredited = async (state: Running) => {
    while (state.credit <= 0 && !state.controller.signal.aborted)
      await new Promise<void>((resolve) => {
        state.wake = resolve
      })
    state.credit--
  }

  const start = async (id: number, request: RunRequest) => {
    const state: Running = { gate: makeGate(), controller: new AbortController(), credit: frameCredit }
    running.set(id, state)
    try {
      const { experiment, inputs, ...rest } = request
      const events = run(planRun(experiment, inputs), {
        ...rest,
        ...context,
        gate: state.gate,
        signal: state.controller.signal,
      })
      for await (const event of events) {
        if (event.type === 'frame') {
          await whenCredited(state)
          const values = event.frame.fields.map((field) => owned(field.values))
          send({ type: 'frame', id, time: event.frame.time, values }, [...new Set(values.map((v) => v.buffer))])
        } else if (event.type === 'samples') {
          // Copied: a simulation may hand out windows on times that it still needs.
          const samples = { times: event.samples.times.slice(), values: event.samples.values.slice() }
          send({ type: 'event', id, event: { type: 'samples', samples } }, [
            samples.times.buffer,
            samples.values.buffer,
          ])
        } else send({ type: 'event', id, event })
      }
      send({ type: 'end', id })
    } catch (error) {
      refuse(id, error)
    } finally {
      running.delete(id)
    }
  }

  const control = ({ id, action }: Extract<ToWorker, { type: 'control' }>) => {
    const state = running.get(id)
    if (!state) return
    if (action === 'pause') state.gate.pause()
    else if (action === 'resume') state.gate.resume()
    else {
      state.controller.abort()
      state.wake?.()
    }
  }

  const stop = port.onMessage((data) => {
    const message = parseToWorker(data)
    if (!message) return
    if (message.type === 'start') void start(message.id, message.request)
    else if (message.type === 'control') control(message)
    else if (message.type === 'credit') {
      const state = running.get(message.id)
      if (state) {
        state.credit++
        state.wake?.()
      }
    } else
      try {
        const curve = simulate(message.experiment, message.inputs, context.clock, longest)
        send({ type: 'simulated', id: message.id, curve }, [curve.times.buffer, curve.values.buffer])
      } catch (error) {
        refuse(message.id, error)
      }
  })
  return () => {
    stop()
    for (const state of running.values()) state.controller.abort()
  }
}
