import { RunFailure } from '../core/errors.ts'
import type { Samples } from '../core/field.ts'
import type { Checkpoint } from '../core/simulation.ts'

/** Keeps the largest difference from the exact solution while samples come in. */
export interface ExactError {
  /** @returns why it cannot be told any more, once; undefined where all is well */
  add(samples: Samples): string | undefined
  /** Each relative to the height of its exact peak, whether or not the saved times reach it; absent before the first sample. */
  errors(): Readonly<Record<string, number>> | undefined
  save(): Readonly<Record<string, number>>
  restore(checkpoint: Checkpoint): void
}

/**
 * @param exact the exact values at these times, row-major, in the order of `names`
 * @param peaks the largest exact value at any time, in the order of `names`; where absent the largest at the samples counts
 */
export function makeExactError(
  names: readonly string[],
  exact: (times: Float64Array) => Float64Array,
  peaks?: () => readonly number[],
): ExactError {
  const difference = new Float64Array(names.length)
  const largest = new Float64Array(names.length)
  let hasAny = false
  let isLost = false
  /** A numerical run is not worse for an exact solution that cannot be evaluated. */
  const evaluate = (times: Float64Array): Float64Array | string => {
    try {
      const wanted = exact(times)
      return wanted.every(Number.isFinite) ? wanted : 'the exact solution has no finite value here'
    } catch (error) {
      if (error instanceof RunFailure) return error.message
      throw error
    }
  }
  let heights: readonly number[] | undefined
  const peaksOrNone = (): readonly number[] => {
    try {
      return peaks?.() ?? []
    } catch (error) {
      if (error instanceof RunFailure) return []
      throw error
    }
  }
  return {
    add({ times, values }) {
      if (isLost) return undefined
      const wanted = evaluate(times)
      if (typeof wanted === 'string') {
        isLost = true
        return `the error against the exact solution cannot be told: ${wanted}`
      }
      hasAny ||= times.length > 0
      for (let i = 0; i < wanted.length; i++) {
        const column = i % names.length
        const value = wanted[i] ?? 0
        difference[column] = Math.max(difference[column] ?? 0, Math.abs((values[i] ?? 0) - value))
        largest[column] = Math.max(largest[column] ?? 0, Math.abs(value))
      }
      return undefined
    },
    errors() {
      if (!hasAny || isLost) return undefined
      heights ??= peaksOrNone()
      return Object.fromEntries(
        names.map((name, i) => {
          const scale = Math.max(largest[i] ?? 0, heights?.[i] ?? 0)
          return [name, scale > 0 ? (difference[i] ?? 0) / scale : (difference[i] ?? 0)]
        }),
      )
    },
    save: () => ({
      'run.exactLost': isLost ? 1 : 0,
      ...Object.fromEntries(names.map((_, i) => [`run.exactDifference.${i}`, difference[i] ?? 0])),
      ...Object.fromEntries(names.map((_, i) => [`run.exactLargest.${i}`, largest[i] ?? 0])),
    }),
    restore({ numbers }) {
      names.forEach((_, i) => {
        difference[i] = numbers[`run.exactDifference.${i}`] ?? 0
        largest[i] = numbers[`run.exactLargest.${i}`] ?? 0
      })
      isLost = numbers['run.exactLost'] === 1
      hasAny = names.length > 0 && Object.hasOwn(numbers, 'run.exactLargest.0')
    },
  }
}
