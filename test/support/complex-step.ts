/** A complex number as a pair. */
export type Complex = readonly [number, number]

export const plus = (...all: readonly Complex[]): Complex =>
  all.reduce((a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]], [0, 0])
export const times = (...all: readonly Complex[]): Complex =>
  all.reduce((a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]], [1, 0])
export const scaled = (s: number, a: Complex): Complex => [s * a[0], s * a[1]]
export const real = (s: number): Complex => [s, 0]

const tiny = 1e-200

/**
 * ∂y(end)/∂(number `index` of `values`) by a step of 1e-200 i in it: exact but for the error of the method in time, the classical one of
 * Runge and Kutta with `steps` steps. `initial` gives y at the start from the values.
 */
export function complexStep(
  rates: (y: readonly Complex[], p: readonly Complex[]) => readonly Complex[],
  initial: (p: readonly Complex[]) => readonly Complex[],
  values: readonly number[],
  index: number,
  end: number,
  steps: number,
): readonly number[] {
  const p = values.map((value, k): Complex => [value, k === index ? tiny : 0])
  const h = end / steps
  let y = initial(p)
  const ahead = (s: number, k: readonly Complex[]) => y.map((value, i) => plus(value, scaled(s, k[i] ?? real(0))))
  for (let step = 0; step < steps; step++) {
    const k1 = rates(y, p)
    const k2 = rates(ahead(h / 2, k1), p)
    const k3 = rates(ahead(h / 2, k2), p)
    const k4 = rates(ahead(h, k3), p)
    y = y.map((value, i) => {
      const slope = plus(k1[i] ?? real(0), scaled(2, k2[i] ?? real(0)), scaled(2, k3[i] ?? real(0)), k4[i] ?? real(0))
      return plus(value, scaled(h / 6, slope))
    })
  }
  return y.map((value) => value[1] / tiny)
}
