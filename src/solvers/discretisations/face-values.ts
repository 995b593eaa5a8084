/** Fifth-order value at the face before cell `at`. */
export function faceValue(view: Float64Array, at: number): number {
  const v = (i: number) => view[at + i] ?? 0
  return (2 * v(-3) - 13 * v(-2) + 47 * v(-1) + 27 * v(0) - 3 * v(1)) / 60
}

/** Even third-order value at the face before cell `at`, from the cells before it. */
export function lastValue(view: Float64Array, at: number): number {
  return (7 * (view[at - 1] ?? 0) - (view[at - 2] ?? 0)) / 6
}
