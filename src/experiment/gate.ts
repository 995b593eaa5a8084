/** A door that a run looks at between two pieces of work: shut while paused. */
export interface Gate {
  pause(): void
  resume(): void
  readonly isPaused: boolean
  /** Resolves at once where open, else when opened. */
  whenOpen(): Promise<void>
  /** Told at every change: to pass it on to another thread. @returns stops listening */
  onChange(listener: (isPaused: boolean) => void): () => void
}

export function makeGate(): Gate {
  let waiting: (() => void)[] = []
  let isPaused = false
  const listeners = new Set<(isPaused: boolean) => void>()
  const tell = () => {
    for (const listener of listeners) listener(isPaused)
  }
  return {
    pause() {
      isPaused = true
      tell()
    },
    resume() {
      isPaused = false
      tell()
      const open = waiting
      waiting = []
      for (const resolve of open) resolve()
    },
    get isPaused() {
      return isPaused
    },
    whenOpen: () => (isPaused ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A promise that resolves when the signal aborts and stays pending otherwise: to leave a pause at abort. */
export interface Abortion {
  readonly promise: Promise<void>
  /** Stops listening: a signal may outlive thousands of runs. */
  forget(): void
}

export function whenAborted(signal: AbortSignal): Abortion {
  if (signal.aborted) return { promise: Promise.resolve(), forget: () => undefined }
  let listen: () => void = () => undefined
  const promise = new Promise<void>((resolve) => {
    listen = resolve
    signal.addEventListener('abort', listen, { once: true })
  })
  return { promise, forget: () => signal.removeEventListener('abort', listen) }
}
