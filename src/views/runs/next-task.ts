/**
 * Resolves in a task of its own, after what else waits: a chain of small pieces of work does not become one long one. Not by a timer,
 * which a page in the background has once a second.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
