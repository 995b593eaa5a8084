import type { Kernels } from '../kernels/kernels.ts'

/** Whether code that works in this arena must say that its memory is shared. */
export function isSharedMemory({ memory }: Kernels): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer
}

/**
 * Keeps what was compiled last, by the text it was compiled from: sliders, fits and sweeps compile nothing again. Where something
 * was typed (`span`) does not matter. Lives as long as its thread.
 */
export function makeModuleCache<T>(most: number): (source: unknown, make: () => T) => T {
  const kept = new Map<string, T>()
  return (source, make) => {
    const key = JSON.stringify(source, (name, value) => (name === 'span' ? undefined : value))
    const value = kept.get(key) ?? make()
    // The last in the map is the last used.
    kept.delete(key)
    kept.set(key, value)
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break
      kept.delete(oldest)
    }
    return value
  }
}
