/**
 * Coefficients of the BDF of order q with fixed leading coefficient on uneven steps, as CVODE has them (cvSetBDF, cvSetTqBDF):
 * Jackson and Sacks-Davis, ACM TOMS 6 (1980) 295; Byrne and Hindmarsh, ACM TOMS 1 (1975) 71; Hindmarsh et al., CVODE user guide 2.1.
 */
export interface BdfCoefficients {
  /** l_j: how the correction enters each row of the Nordsieck array. */
  readonly rows: Float64Array
  /** Error constants: of order q − 1, q and q + 1 for choosing the order; `now` for the error test; `ratio` to compare corrections. */
  lower: number
  now: number
  higher: number
  ratio: number
}

export const MOST_ORDER = 5

/** Room for the coefficients of a step; `setBdfCoefficients` fills it. */
export function makeBdfCoefficients(): BdfCoefficients {
  return { rows: new Float64Array(MOST_ORDER + 2), lower: 0, now: 0, higher: 0, ratio: 0 }
}

/**
 * Fills `out` for a step `h` after steps `past` (past[1] the latest); `withNeighbours`: the constants of the neighbouring orders too.
 */
export function setBdfCoefficients(
  out: BdfCoefficients,
  q: number,
  h: number,
  past: Float64Array,
  withNeighbours: boolean,
): void {
  const l = out.rows
  l.fill(0)
  l[0] = 1
  l[1] = 1
  let inverse = 1
  let inverseStar = 1
  let alpha = -1
  let alphaHat = -1
  let sum = h
  if (q > 1) {
    for (let j = 2; j < q; j++) {
      sum += past[j - 1]
      inverse = h / sum
      alpha -= 1 / j
      for (let i = j; i >= 1; i--) l[i] = l[i] + l[i - 1] * inverse
    }
    alpha -= 1 / q
    inverseStar = -l[1] - alpha
    sum += past[q - 1]
    inverse = h / sum
    alphaHat = -l[1] - inverse
    for (let i = q; i >= 1; i--) l[i] = l[i] + l[i - 1] * inverseStar
  }
  const last = l[q]
  const a1 = 1 - alphaHat + alpha
  const a2 = 1 + q * a1
  out.now = Math.abs(a1 / (alpha * a2))
  out.ratio = Math.abs((a2 * inverseStar) / (last * inverse))
  if (!withNeighbours) return
  if (q > 1) {
    const c = inverseStar / last
    const a3 = alpha + 1 / q
    const a4 = alphaHat + inverse
    out.lower = Math.abs((c * (1 - a4 + a3)) / a3)
  } else out.lower = 1
  sum += past[q]
  inverse = h / sum
  const a5 = alpha - 1 / (q + 1)
  const a6 = alphaHat - inverse
  out.higher = Math.abs((1 - a6 + a5) / a2 / (inverse * (q + 2) * a5))
}

/** The Nordsieck array in the arena: rows z_0 … z_q, and the correction of a step ago. */
export interface NordsieckArray {
  readonly view: Float64Array
  readonly rows: { readonly pointer: number; readonly stride: number }
  readonly saved: number
  readonly size: number
}

const change = new Float64Array(MOST_ORDER + 2)

/** Rewrites the rows for one order more or less; their scale, the step `h`, stays. CVODE: cvIncreaseBDF, cvDecreaseBDF. */
export function changeOrder(array: NordsieckArray, from: number, to: number, h: number, past: Float64Array): void {
  const { view, rows, saved, size } = array
  const at = (j: number) => (rows.pointer + j * rows.stride) / 8
  if (to > from) {
    const first = raisedOrder(change, from, h, past)
    const top = at(to)
    for (let i = 0; i < size; i++) view[top + i] = first * view[saved / 8 + i]
    for (let j = 2; j <= from; j++) for (let i = 0; i < size; i++) view[at(j) + i] += change[j] * view[top + i]
    return
  }
  loweredOrder(change, from, h, past)
  const top = at(from)
  for (let j = 2; j < from; j++) for (let i = 0; i < size; i++) view[at(j) + i] -= change[j] * view[top + i]
}

/** What the rows 2 … q take of the saved correction (`first` of it becomes row q + 1) when the order rises from q. */
function raisedOrder(out: Float64Array, q: number, h: number, past: Float64Array): number {
  out.fill(0)
  out[2] = 1
  let alpha1 = 1
  let product = 1
  let before = 1
  let alpha0 = -1
  let sum = h
  for (let j = 1; j < q; j++) {
    sum += past[j + 1]
    const xi = sum / h
    product *= xi
    alpha0 -= 1 / (j + 1)
    alpha1 += 1 / xi
    for (let i = j + 2; i >= 2; i--) out[i] = out[i] * before + out[i - 1]
    before = xi
  }
  return (-alpha0 - alpha1) / product
}

/** What the rows 2 … q − 1 lose of row q when the order falls from q. */
function loweredOrder(out: Float64Array, q: number, h: number, past: Float64Array): void {
  out.fill(0)
  out[2] = 1
  let sum = 0
  for (let j = 1; j <= q - 2; j++) {
    sum += past[j]
    const xi = sum / h
    for (let i = j + 2; i >= 2; i--) out[i] = out[i] * xi + out[i - 1]
  }
}
