/** Turns of the event loop, so that messages (pause, abort) are heard between pieces of work. */
export interface Ticker {
  tick(): Promise<void>
  close(): void
}

/** By a message to ourselves: browsers delay repeated timers by 4 ms, messages they do not. */
export function makeTicker(): Ticker {
  const channel = new MessageChannel()
  let wake: (() => void) | undefined
  channel.port1.onmessage = () => wake?.()
  return {
    tick: () =>
      new Promise((resolve) => {
        wake = resolve
        channel.port2.postMessage(0)
      }),
    close() {
      channel.port1.close()
      channel.port2.close()
    },
  }
}
