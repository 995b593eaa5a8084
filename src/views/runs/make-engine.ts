import { makeLiveSimulator, startRun } from '../../experiment/client.ts'
import type { FitEvent } from '../../experiment/fit-event.ts'
import { makeGate } from '../../experiment/gate.ts'
import { openLiveFields } from '../../experiment/live-fields-client.ts'
import type { Port } from '../../experiment/messages.ts'
import { makePortLane, type OpenLane } from '../../experiment/sweep-lane.ts'
import { runSweep } from '../../experiment/sweep-run.ts'
import type { FitResult } from '../../fit/fit-result.ts'
import { type FromDesk, parseFromDesk, type ToDesk, unpackError } from './desk-messages.ts'
import type { Engine } from './engine.ts'

/** Workers for sweeps: started when one begins, ended with it. */
export interface SweepWorkers {
  readonly count: number
  readonly start: () => { readonly port: Port; readonly end: () => void }
}

/**
 * The engine over two workers: one for what follows the hand, one for what takes long, so that a slider never waits for a run;
 * sweeps have workers of their own.
 * @param versions written into every outcome
 */
export function makeEngine(
  live: Port,
  work: Port,
  versions: Readonly<Record<string, string>>,
  sweepWorkers: SweepWorkers,
): Engine {
  const simulator = makeLiveSimulator(live)
  let tickets = 0

  /** Messages of one ticket until it is closed. */
  const listen = (ticket: number, take: (message: FromDesk) => void, port = work): (() => void) =>
    port.onMessage((data) => {
      const message = parseFromDesk(data)
      if (message?.ticket === ticket) take(message)
    })
  const send = (message: ToDesk) => work.postMessage(message)

  return {
    simulate: (experiment, inputs) => simulator.simulate(experiment, inputs),
    estimate: (experiment, inputs) =>
      new Promise((resolve, reject) => {
        const ticket = ++tickets
        const stop = listen(
          ticket,
          (message) => {
            stop()
            if (message.desk === 'estimated') resolve(message.seconds)
            else if (message.desk === 'error') reject(unpackError(message))
          },
          live,
        )
        live.postMessage({ desk: 'estimate', ticket, experiment, inputs } satisfies ToDesk)
      }),
    exact: (experiment, inputs, times) =>
      new Promise((resolve, reject) => {
        const ticket = ++tickets
        const stop = listen(
          ticket,
          (message) => {
            stop()
            if (message.desk === 'exact-values') resolve(message.values)
            else if (message.desk === 'error') reject(unpackError(message))
          },
          live,
        )
        live.postMessage({ desk: 'exact', ticket, experiment, inputs, times } satisfies ToDesk)
      }),
    run: (experiment, inputs, options) => startRun(work, { experiment, inputs, ...options, versions }),
    read: (file, options) =>
      new Promise((resolve, reject) => {
        const ticket = ++tickets
        const stop = listen(ticket, (message) => {
          stop()
          if (message.desk === 'dataset') resolve(message.dataset)
          else if (message.desk === 'error') reject(unpackError(message))
        })
        send({ desk: 'read', ticket, file, options })
      }),
    sweep(experiment, inputs, before) {
      const gate = makeGate()
      const controller = new AbortController()
      const lanes = Array.from(
        { length: sweepWorkers.count },
        (): OpenLane => (task, laneGate) => {
          const { port, end } = sweepWorkers.start()
          return makePortLane(port, end)(task, laneGate)
        },
      )
      const clock = () => performance.now()
      const context = { clock, gate, signal: controller.signal, lanes, versions, ...(before ? { before } : {}) }
      return {
        events: runSweep(experiment, inputs, context),
        pause: () => gate.pause(),
        resume: () => gate.resume(),
        abort: () => controller.abort(),
      }
    },
    liveFields: (experiment, inputs, start, listener) => openLiveFields(live, experiment, inputs, start, listener),
    fit(experiment, inputs, { preview, onProgress }) {
      const ticket = ++tickets
      const result = new Promise<FitResult>((resolve, reject) => {
        const stop = listen(ticket, (message) => {
          if (message.desk === 'error') {
            stop()
            reject(unpackError(message))
          } else if (message.desk === 'fit-event')
            takeFitEvent(message.event, onProgress, (ended) => {
              stop()
              resolve(ended)
            })
        })
        send({ desk: 'fit', ticket, experiment, inputs, preview })
      })
      return { result, abort: () => send({ desk: 'abort', ticket }) }
    },
  }
}

function takeFitEvent(
  event: FitEvent,
  onProgress: Parameters<Engine['fit']>[2]['onProgress'],
  onEnd: (result: FitResult) => void,
): void {
  if (event.type === 'ended') onEnd(event.result)
  else if (event.type === 'progress')
    onProgress({ iteration: event.iteration, cost: event.cost, values: event.parameters })
}
