/** A function of the expression language (contract 1): what it takes and what it gives for numbers. */
interface NumberFunction {
  readonly least: number
  readonly most: number
  readonly apply: (values: readonly number[]) => number
}

const one = (f: (x: number) => number): NumberFunction => ({ least: 1, most: 1, apply: (v) => f(v[0] ?? Number.NaN) })
const two = (f: (x: number, y: number) => number): NumberFunction => ({
  least: 2,
  most: 2,
  apply: (v) => f(v[0] ?? Number.NaN, v[1] ?? Number.NaN),
})

/** The functions by name. `mod` has the sign of the divisor; `heaviside(0)` is 1/2; `log` is natural. */
export const functions: Readonly<Record<string, NumberFunction>> = {
  exp: one(Math.exp),
  log: one(Math.log),
  sqrt: one(Math.sqrt),
  abs: one(Math.abs),
  sign: one(Math.sign),
  sin: one(Math.sin),
  cos: one(Math.cos),
  tan: one(Math.tan),
  asin: one(Math.asin),
  acos: one(Math.acos),
  atan: one(Math.atan),
  atan2: two(Math.atan2),
  sinh: one(Math.sinh),
  cosh: one(Math.cosh),
  tanh: one(Math.tanh),
  erf: one(errorFunction),
  floor: one(Math.floor),
  heaviside: one((x) => (x > 0 ? 1 : x < 0 ? 0 : x === 0 ? 0.5 : Number.NaN)),
  mod: two((x, y) => x - y * Math.floor(x / y)),
  min: { least: 1, most: 64, apply: (v) => Math.min(...v) },
  max: { least: 1, most: 64, apply: (v) => Math.max(...v) },
  if: { least: 3, most: 3, apply: (v) => (v[0] !== 0 ? (v[1] ?? Number.NaN) : (v[2] ?? Number.NaN)) },
}

export const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E }

/**
 * erf(x) to 2e-16: the series of positive terms e^(−x²)·Σ 2ⁿx²ⁿ⁺¹/(2n+1)!! (DLMF 7.6.2) below 2.5, the continued fraction of
 * erfc (DLMF 7.9.1, by the method of Lentz) above.
 */
export function errorFunction(x: number): number {
  if (Number.isNaN(x)) return x
  const size = Math.abs(x)
  const sign = x < 0 ? -1 : 1
  if (size > 6) return sign
  const square = size * size
  const front = (2 / Math.sqrt(Math.PI)) * Math.exp(-square)
  if (size < 2.5) {
    let term = size
    let sum = size
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * square) / (2 * n + 1)
      sum += term
    }
    return sign * front * sum
  }
  let fraction = 0
  for (let n = 60; n > 0; n--) fraction = n / 2 / (size + fraction)
  return sign * (1 - front / 2 / (size + fraction))
}
