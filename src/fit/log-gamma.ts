/** Coefficients of Lanczos' approximation with g = 7, n = 9 (Godfrey, 2001). */
const coefficients = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** ln Γ(x) for x > 0; relative error about 1e-15, by Stirling's series above 20, where Lanczos' sum would lose digits. */
export function logGamma(x: number): number {
  if (x > 20) {
    const inverse = 1 / x
    const square = inverse * inverse
    const series =
      inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188)))))
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series
  }
  const z = x - 1
  let sum = coefficients[0] ?? 0
  for (let i = 1; i < coefficients.length; i++) sum += (coefficients[i] ?? 0) / (z + i)
  const t = z + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}
