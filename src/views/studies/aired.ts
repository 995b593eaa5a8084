/**
 * The range of all values with a twentieth of air on both sides, so that marks at its ends are seen whole; undefined where there is no
 * number. Of values that are all the same a range around them.
 */
export function aired(...lists: readonly ArrayLike<number>[]): readonly [number, number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const values of lists)
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? Number.NaN
      if (value < low) low = value
      if (value > high) high = value
    }
  if (!(high >= low) || !Number.isFinite(high - low)) return undefined
  const air = high > low ? 0.05 * (high - low) : 0.5 * Math.abs(high) || 1
  return [low - air, high + air]
}
