import type { FreeVariable } from './fit-free.ts'

/**
 * The coordinates in which the fit walks. A free variable v appears as y = ln v (or v, where linear); y = T θ with θ the coordinates of
 * the walk. T is the identity but for a component whose ka is free together with kd or K: data fix K and kd (retention and width) almost
 * independently, ka and kd only together (correlation 0.9999, spec of the gas column), so θ holds ln K and ln kd.
 */
export interface FitSpace {
  readonly variables: readonly FreeVariable[]
  readonly start: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** Largest change in one step: logarithms do not jump by more than a factor of 4. */
  readonly maximumChange: Float64Array
  /** Rows of T. */
  readonly rows: readonly Float64Array[]
  /** The document's values at θ. */
  valuesAt(theta: ArrayLike<number>): Float64Array
  /** θ of the document's values. */
  coordinatesOf(values: ArrayLike<number>): Float64Array
}

export function makeFitSpace(variables: readonly FreeVariable[]): FitSpace {
  const n = variables.length
  const partners = variables.map((variable) => partnerOf(variable, variables))
  const rows = variables.map((_, j) => {
    const row = new Float64Array(n)
    row[j] = 1
    const partner = partners[j]
    if (partner !== undefined) row[partner] = 1
    return row
  })
  const coordinatesOf = (values: ArrayLike<number>) => {
    const y = Float64Array.from(variables, (variable, j) => transform(variable, values[j] ?? 0))
    return y.map((value, j) => {
      const partner = partners[j]
      return partner === undefined ? value : value - (y[partner] ?? 0)
    })
  }
  const isPaired = (j: number) => partners[j] !== undefined || partners.includes(j)
  const lower = variables.map((v, j) => (isPaired(j) ? Number.NEGATIVE_INFINITY : transform(v, v.lower)))
  const upper = variables.map((v, j) => (isPaired(j) ? Number.POSITIVE_INFINITY : transform(v, v.upper)))
  return {
    variables,
    rows,
    start: coordinatesOf(variables.map((variable) => variable.start)),
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    maximumChange: Float64Array.from(variables, (v) => (v.isLog ? Math.log(4) : Number.POSITIVE_INFINITY)),
    coordinatesOf,
    valuesAt: (theta) =>
      Float64Array.from(rows, (row, j) => {
        let y = 0
        for (let k = 0; k < n; k++) if (row[k]) y += (row[k] ?? 0) * (theta[k] ?? 0)
        return variables[j]?.isLog ? Math.exp(y) : y
      }),
  }
}

function transform(variable: FreeVariable, value: number): number {
  if (!variable.isLog) return value
  return value > 0 ? Math.log(value) : Number.NEGATIVE_INFINITY
}

/** ka = K·kd: the free kd (then θ holds ln K in ka's place) or K (ln kd), where neither has bounds of its own. */
function partnerOf(variable: FreeVariable, variables: readonly FreeVariable[]): number | undefined {
  const isFitted = (v: FreeVariable) => v.kind === 'component' && v.isLog && !v.isBounded
  if (variable.name !== 'ka' || !isFitted(variable)) return undefined
  const at = variables.findIndex(
    (v) =>
      isFitted(v) &&
      v.component === variable.component &&
      v.dataset === variable.dataset &&
      (v.name === 'kd' || v.name === 'K'),
  )
  return at < 0 ? undefined : at
}
