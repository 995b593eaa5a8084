/** One unit in the last place of 1. */
const ULP = 2 ** -52

/**
 * Where a function changes its sign between two times: the later end of the bracket, on which the sign at `low` no longer holds.
 * Chandrupatla's method (Adv. Eng. Softw. 28 (1997) 145): inverse quadratic steps where they are safe, bisection else.
 * @param low,high the bracket in the order of the run; `atLow` is not zero, `atHigh` zero or of the other sign
 * @param scale size of the times: the bracket ends one unit in its last place wide
 */
export function findSignChange(
  f: (time: number) => number,
  low: number,
  atLow: number,
  high: number,
  atHigh: number,
  scale: number,
): number {
  const sign = Math.sign(atLow)
  const width = ULP * scale
  // a: the newest point; b: the other end of the bracket; c: the point before.
  let [a, fa, b, fb] = [high, atHigh, low, atLow]
  let [c, fc] = [b, fb]
  let part = 0.5
  for (let tries = 0; tries < 200; tries++) {
    if (fa === 0 || Math.abs(b - a) <= width) break
    const x = a + part * (b - a)
    if (x === a || x === b) break
    const fx = f(x)
    if (Math.sign(fx) === Math.sign(fa)) [c, fc] = [a, fa]
    else [c, fc, b, fb] = [b, fb, a, fa]
    a = x
    fa = fx
    const xi = (a - b) / (c - b)
    const phi = (fa - fb) / (fc - fb)
    const isSafe = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi
    part = isSafe
      ? (fa / (fb - fa)) * (fc / (fb - fc)) + ((c - a) / (b - a)) * (fa / (fc - fa)) * (fb / (fc - fb))
      : 0.5
    const least = (0.5 * width) / Math.abs(b - a)
    part = Math.min(1 - least, Math.max(least, part))
    if (!(part > 0 && part < 1)) part = 0.5
  }
  return Math.sign(fa) === sign ? b : a
}
