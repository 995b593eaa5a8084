/** Ranges of the unknowns in which equilibria are looked for. */
export interface Box {
  readonly low: Float64Array
  readonly high: Float64Array
  /** Half widths: typical sizes. */
  readonly scale: Float64Array
}

/** The box between two corners; `scale` is half its width, 1 where it has none. */
export function makeBox(low: ArrayLike<number>, high: ArrayLike<number>): Box {
  return {
    low: Float64Array.from(low),
    high: Float64Array.from(high),
    scale: Float64Array.from(low, (value, i) => (high[i] - value) / 2 || 1),
  }
}

/** A box wider than this many times its parameters' smallest is no guess any more. */
const mostSpread = 1e6

/**
 * The range guessed for an unknown of which nothing is said: twice the largest of 1, the parameters and the initial values on both
 * sides of zero. Undefined where these differ by more than a million: no one box can be meant then.
 */
export function guessedReach(initial: ArrayLike<number>, parameters: ArrayLike<number>): number | undefined {
  const sizes = [...Array.from(initial), ...Array.from(parameters)].map(Math.abs).filter((size) => size > 0)
  const largest = Math.max(1, ...sizes)
  const smallest = Math.min(1, ...sizes)
  return largest > mostSpread * smallest ? undefined : 2 * largest
}

/** Whether a state lies in a box, with a hair's breadth of tolerance. */
export function isInside(state: ArrayLike<number>, { low, high, scale }: Box): boolean {
  for (let i = 0; i < low.length; i++)
    if (!(state[i] >= low[i] - 1e-9 * scale[i] && state[i] <= high[i] + 1e-9 * scale[i])) return false
  return true
}

/**
 * `count` points that fill a box evenly whatever their number: an additive recurrence with the powers of the root of
 * x^(n+1) = x + 1 (M. Roberts, The unreasonable effectiveness of quasirandom sequences, 2018).
 */
export function fillBox({ low, high }: Box, count: number): readonly Float64Array[] {
  const n = low.length
  let root = 1.5
  for (let round = 0; round < 60; round++) root = (1 + root) ** (1 / (n + 1))
  return Array.from({ length: count }, (_, k) =>
    Float64Array.from(low, (from, i) => {
      const share = (0.5 + (k + 1) * root ** -(i + 1)) % 1
      return from + share * (high[i] - from)
    }),
  )
}
