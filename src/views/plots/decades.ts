/**
 * Whether times lie so that a logarithmic axis shows them best: over three decades and more, half of them in the first fiftieth of
 * the whole. An even spacing is none, whatever its range.
 */
export function spansDecades(times: ArrayLike<number>): boolean {
  const count = times.length
  const last = times[count - 1] ?? Number.NaN
  // The first may be 0, which has no place on the axis.
  const first = [0, 1].map((i) => times[i] ?? Number.NaN).find((time) => time > 0) ?? Number.NaN
  return count > 4 && last / first > 1000 && (times[Math.floor(count / 2)] ?? Number.NaN) < 0.02 * last
}
