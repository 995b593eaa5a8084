/** Smallest and largest value of each unknown, as metrics of a run; what is no finite number is passed over. */
export function extremes(unknowns: readonly string[], nodes: Float64Array): Readonly<Record<string, number>> {
  const size = nodes.length / unknowns.length
  return Object.fromEntries(
    unknowns.flatMap((name, k): [string, number][] => {
      const values = nodes.subarray(k * size, (k + 1) * size).filter(Number.isFinite)
      return [
        [`minimum.${name}`, values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)],
        [`maximum.${name}`, values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)],
      ]
    }),
  )
}

/** Size of the largest value of each unknown. */
export function sizesOf(nodes: Float64Array, unknowns: number): readonly number[] {
  const size = nodes.length / unknowns
  return Array.from({ length: unknowns }, (_, k) => nodes.subarray(k * size, (k + 1) * size).reduce((most, value) => Math.max(most, Math.abs(value)), 0)) // biome-ignore format: one thought
}
