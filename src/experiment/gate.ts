/** A door that a run looks at between two pieces of work: shut while paused. */
export interface Gate {
  pause(): void
  resume(): void
  readonly isPaused: boolean
  /** Resolves at once where open, else when opened. */
  whenOpen(): Promise<void>
}

export function makeGate(): Gate {
  let waiting: (() => void)[] = []
  let isPaused = false
  return {
    pause() {
      isPaused = true
    },
    resume() {
      isPaused = false
      const open = waiting
      waiting = []
      for (const resolve of open) resolve()
    },
    get isPaused() {
      return isPaused
    },
    whenOpen: () => (isPaused ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
  }
}

/** Resolves when the signal aborts; `never` pending otherwise. Used to leave a pause at abort. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
