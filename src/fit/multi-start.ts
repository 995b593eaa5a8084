import type { Random } from '../core/random.ts'

/**
 * Points that cover the unit cube evenly in every direction: each axis is cut into as many slices as there are points and each slice holds
 * exactly one (McKay, Beckman and Conover, Technometrics 21 (1979) 239). Same seed, same points.
 */
export function latinHypercube(random: Random, points: number, dimensions: number): readonly Float64Array[] {
  const sample = Array.from({ length: points }, () => new Float64Array(dimensions))
  for (let d = 0; d < dimensions; d++) {
    const slices = Array.from({ length: points }, (_, i) => i)
    for (let i = points - 1; i > 0; i--) {
      const j = Math.floor(random.uniform() * (i + 1))
      const kept = slices[i] ?? 0
      slices[i] = slices[j] ?? 0
      slices[j] = kept
    }
    sample.forEach((point, i) => {
      point[d] = ((slices[i] ?? 0) + random.uniform()) / points
    })
  }
  return sample
}
