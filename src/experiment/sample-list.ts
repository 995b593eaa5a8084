import type { Quantity, Samples } from '../core/field.ts'

/** Samples of a run, collected. */
export interface SampleList {
  readonly quantities: readonly Quantity[]
  add(samples: Samples): void
  all(): Samples
}

/** A list that starts with these samples, where some are known. */
export function makeSampleList(quantities: readonly Quantity[], ...known: readonly Samples[]): SampleList {
  const parts: Samples[] = [...known]
  return {
    quantities,
    add: (samples) => void parts.push(samples),
    all() {
      const rows = parts.reduce((sum, part) => sum + part.times.length, 0)
      const times = new Float64Array(rows)
      const values = new Float64Array(rows * quantities.length)
      let row = 0
      for (const part of parts) {
        times.set(part.times, row)
        values.set(part.values, row * quantities.length)
        row += part.times.length
      }
      return { times, values }
    },
  }
}
