/**
 * The accelerations of bodies by the law of attraction, a pair at a time, for tests: a_i = G Σ m_j (q_j − q_i) / (|q_j − q_i|² + ε²)^(3/2).
 * Positions: all of the first axis, then all of the second; `softeningSquared` is ε².
 */
export function accelerationsReference(
  dimension: number,
  gravity: number,
  softeningSquared: number,
  masses: Float64Array,
  positions: Float64Array,
): Float64Array {
  const n = masses.length
  const out = new Float64Array(positions.length)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      if (i === j) continue
      const offset = (d: number) => (positions[d * n + j] ?? 0) - (positions[d * n + i] ?? 0)
      let square = softeningSquared
      for (let d = 0; d < dimension; d++) square += offset(d) ** 2
      for (let d = 0; d < dimension; d++)
        out[d * n + i] = (out[d * n + i] ?? 0) + (gravity * (masses[j] ?? 0) * offset(d)) / square ** 1.5
    }
  return out
}
