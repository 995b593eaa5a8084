import type { Samples } from '../core/field.ts'
import type { Checkpoint } from '../core/simulation.ts'

/** Keeps the largest difference from the exact solution while samples come in. */
export interface ExactError {
  add(samples: Samples): void
  /** Each relative to the unknown's largest exact value; absent before the first sample. */
  errors(): Readonly<Record<string, number>> | undefined
  save(): Readonly<Record<string, number>>
  restore(checkpoint: Checkpoint): void
}

/** @param exact the exact values at these times, row-major, in the order of `names` */
export function makeExactError(names: readonly string[], exact: (times: Float64Array) => Float64Array): ExactError {
  const difference = new Float64Array(names.length)
  const largest = new Float64Array(names.length)
  let hasAny = false
  return {
    add({ times, values }) {
      const wanted = exact(times)
      hasAny ||= times.length > 0
      for (let i = 0; i < wanted.length; i++) {
        const column = i % names.length
        const value = wanted[i] ?? 0
        difference[column] = Math.max(difference[column] ?? 0, Math.abs((values[i] ?? 0) - value))
        largest[column] = Math.max(largest[column] ?? 0, Math.abs(value))
      }
    },
    errors() {
      if (!hasAny) return undefined
      return Object.fromEntries(
        names.map((name, i) => [
          name,
          (largest[i] ?? 0) > 0 ? (difference[i] ?? 0) / (largest[i] ?? 1) : (difference[i] ?? 0),
        ]),
      )
    },
    save: () => ({
      ...Object.fromEntries(names.map((_, i) => [`run.exactDifference.${i}`, difference[i] ?? 0])),
      ...Object.fromEntries(names.map((_, i) => [`run.exactLargest.${i}`, largest[i] ?? 0])),
    }),
    restore({ numbers }) {
      names.forEach((_, i) => {
        difference[i] = numbers[`run.exactDifference.${i}`] ?? 0
        largest[i] = numbers[`run.exactLargest.${i}`] ?? 0
      })
      hasAny = names.length > 0 && Object.hasOwn(numbers, 'run.exactLargest.0')
    },
  }
}
