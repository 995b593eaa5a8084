import type { Dataset } from '../../data/dataset.ts'
import type { ReadContext, SourceFile } from '../../data/read/reader.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { FitContext, FitEvent } from '../../experiment/fit-event.ts'
import type { Inputs } from '../../experiment/inputs.ts'
import type { Port } from '../../experiment/messages.ts'
import { type FromDesk, packError, parseToDesk, type ToDesk } from './desk-messages.ts'

/** What the service works with; handed in so that the page does not load the readers and the fit. */
export interface DeskTools {
  readonly readMeasurements: (file: SourceFile, context: ReadContext) => Promise<Dataset>
  readonly fitExperiment: (experiment: Experiment, inputs: Inputs, context: FitContext) => AsyncIterable<FitEvent>
  readonly estimate: (experiment: Experiment, inputs: Inputs) => number | undefined
  readonly exact: (experiment: Experiment, inputs: Inputs, times: Float64Array) => Float64Array | undefined
  readonly clock: () => number
}

/** Reads tables, fits, tries how long a run takes and computes exact solutions, in the worker. */
export function serveDesk(port: Port, tools: DeskTools): void {
  const aborts = new Map<number, AbortController>()
  const send = (message: FromDesk) => port.postMessage(message)

  const readFile = async ({ ticket, file, options }: Extract<ToDesk, { desk: 'read' }>) => {
    const dataset = await tools.readMeasurements(file, { options })
    send({ desk: 'dataset', ticket, dataset })
  }
  const fitFile = async ({ ticket, experiment, inputs, preview }: Extract<ToDesk, { desk: 'fit' }>) => {
    const controller = new AbortController()
    aborts.set(ticket, controller)
    const events = tools.fitExperiment(experiment, inputs, { clock: tools.clock, signal: controller.signal, preview })
    for await (const event of events) send({ desk: 'fit-event', ticket, event })
  }

  port.onMessage((data) => {
    const message = parseToDesk(data)
    if (!message) return
    if (message.desk === 'abort') {
      aborts.get(message.ticket)?.abort()
      return
    }
    if (message.desk === 'estimate' || message.desk === 'exact') {
      const { ticket, experiment, inputs } = message
      try {
        if (message.desk === 'estimate')
          send({ desk: 'estimated', ticket, seconds: tools.estimate(experiment, inputs) })
        else send({ desk: 'exact-values', ticket, values: tools.exact(experiment, inputs, message.times) })
      } catch (error) {
        send(packError(ticket, error))
      }
      return
    }
    const work = message.desk === 'read' ? readFile(message) : fitFile(message)
    work.catch((error) => send(packError(message.ticket, error))).finally(() => aborts.delete(message.ticket))
  })
}
