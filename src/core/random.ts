import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A seeded stream of random numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number
  /** Standard normal. */
  normal(): number
}

/**
 * The stream of a seed (xoroshiro128+; normal numbers by the polar method of Marsaglia and Bray, 1964).
 * @param seed an integer
 */
export function makeRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  let spare: number | undefined
  const uniform = () => {
    let value = uniformFloat64(generator)
    while (value >= 1) value = uniformFloat64(generator)
    return value
  }
  const normal = () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    for (;;) {
      const u = 2 * uniform() - 1
      const v = 2 * uniform() - 1
      const square = u * u + v * v
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * Math.log(square)) / square)
        spare = v * scale
        return u * scale
      }
    }
  }
  return { uniform, normal }
}
