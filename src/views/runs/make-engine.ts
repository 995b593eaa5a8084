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

const isOf = <Kind extends FromDesk['desk']>(
  message: FromDesk,
  kind: Kind,
): message is FromDesk & { readonly desk: Kind } => message.desk === kind

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
  const listen = (port: Port, ticket: number, take: (message: FromDesk) => void): (() => void) =>
    port.onMessage((data) => {
      const message = parseFromDesk(data)
      if (message?.ticket === ticket) take(message)
    })
  const send = (port: Port, message: ToDesk) => port.postMessage(message)

  /** The answer to a question: one message of its ticket. */
  const ask = <Kind extends FromDesk['desk']>(port: Port, question: (ticket: number) => ToDesk, kind: Kind) =>
    new Promise<FromDesk & { readonly desk: Kind }>((resolve, reject) => {
      const ticket = ++tickets
      const stop = listen(port, ticket, (message) => {
        stop()
        if (isOf(message, kind)) resolve(message)
        else if (message.desk === 'error') reject(unpackError(message))
      })
      send(port, question(ticket))
    })

  return {
    simulate: (experiment, inputs) => simulator.simulate(experiment, inputs),
    estimate: (experiment, inputs) =>
      ask(live, (ticket) => ({ desk: 'estimate', ticket, experiment, inputs }), 'estimated').then(
        ({ seconds }) => seconds,
      ),
    exact: (experiment, inputs, times) =>
      ask(live, (ticket) => ({ desk: 'exact', ticket, experiment, inputs, times }), 'exact-values').then(
        ({ values }) => values,
      ),
    run: (experiment, inputs, options) => startRun(work, { experiment, inputs, ...options, versions }),
    read: (file, options) =>
      ask(work, (ticket) => ({ desk: 'read', ticket, file, options }), 'dataset').then(({ dataset }) => dataset),
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
        const stop = listen(work, ticket, (message) => {
          if (message.desk === 'error') {
            stop()
            reject(unpackError(message))
          } else if (message.desk === 'fit-event')
            takeFitEvent(message.event, onProgress, (ended) => {
              stop()
              resolve(ended)
            })
        })
        send(work, { desk: 'fit', ticket, experiment, inputs, preview })
      })
      return { result, abort: () => send(work, { desk: 'abort', ticket }) }
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
