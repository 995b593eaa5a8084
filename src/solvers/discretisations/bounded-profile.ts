/** What may stay outside the bounds, of the largest value: a plot's line is wider. */
const VISIBLE = 1e-3
const ROUNDS = 1000
/** Cells on either side that take part. */
const REACH = 2

/**
 * Returns cell means within [0, most] up to a thousandth of the largest, for the eye: where high-order faces ring beside a front
 * narrower than the cells, the few cells around are mixed, as by diffusion between them, until nothing sticks out. The sum is
 * kept, and what is resolved stays as it is. The solution goes on with the ringing: it carries the moments of the front, from
 * which the later peak has its accuracy.
 */
export function boundedProfile(values: Float64Array, most: number): Float64Array {
  const mixed = Float64Array.from(values)
  const last = mixed.length - 1
  const slack = VISIBLE * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  const isMixed = new Uint8Array(mixed.length + 1)
  for (let round = 0; round < ROUNDS; round++) {
    isMixed.fill(0)
    let isDone = true
    mixed.forEach((value, i) => {
      if (value >= -slack && value <= most + slack) return
      isDone = false
      isMixed.fill(1, Math.max(1, i - REACH), Math.min(last, i + 1 + REACH) + 1)
    })
    if (isDone) break
    let before = 0
    for (let i = 0; i <= last; i++) {
      // The flow through the face to the next cell; both taken from the values of this round.
      const value = mixed[i] ?? 0
      const flow = isMixed[i + 1] === 1 && i < last ? (value - (mixed[i + 1] ?? 0)) / 4 : 0
      mixed[i] = value + before - flow
      before = flow
    }
  }
  return mixed
}
