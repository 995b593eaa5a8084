import { type Gate, makeGate } from './gate.ts'
import type { Port } from './messages.ts'
import { type FromPoints, type OpenLane, parseToPoints, type SweepLane } from './sweep-lane.ts'
import { computePoint } from './sweep-point.ts'

/** A lane in this thread: where there is no other, and for tests. */
export function makeOwnLane(clock: () => number): OpenLane {
  return (task, gate) => {
    const controller = new AbortController()
    let last: Promise<unknown> = Promise.resolve()
    return {
      compute(index, values) {
        const context = { clock, signal: controller.signal, gate }
        const result = last.then(() => computePoint(task, index, values, context))
        last = result.catch(() => undefined)
        return result
      },
      close: () => controller.abort(),
    }
  }
}

/** Computes points of sweeps for whoever is at the other end of the port. @returns stops */
export function servePoints(port: Port, clock: () => number): () => void {
  const open = new Map<number, { readonly lane: SweepLane; readonly gate: Gate }>()
  const send = (message: FromPoints) => port.postMessage(message)
  const openLane = makeOwnLane(clock)
  const stop = port.onMessage((data) => {
    const message = parseToPoints(data)
    if (!message) return
    const { id } = message
    if (message.sweep === 'open') {
      const gate = makeGate()
      open.set(id, { lane: openLane(message.task, gate), gate })
      return
    }
    const known = open.get(id)
    if (!known) return
    if (message.sweep === 'point') {
      const { index, values } = message
      known.lane.compute(index, values).then(
        (result) => send({ sweep: 'done', id, index, ...(result ? { result } : {}) }),
        (error: unknown) =>
          send({ sweep: 'defect', id, index, message: error instanceof Error ? error.message : String(error) }),
      )
    } else if (message.sweep === 'close') {
      known.lane.close()
      open.delete(id)
    } else known.gate[message.sweep]()
  })
  return () => {
    stop()
    for (const { lane } of open.values()) lane.close()
  }
}
