/** Where the entries of the constant linear part of a system lie. */
export type LinearShape =
  | { readonly kind: 'diagonal' }
  | { readonly kind: 'blocks' }
  | {
      readonly kind: 'sparse'
      readonly pattern: {
        readonly rowStarts: { readonly length: number }
        readonly columns: { readonly length: number }
      }
    }

/**
 * What decides whether a stepper can serve a system. Every `System` is one; of typed equations it is found without compiling them
 * (`factsOfEquations`).
 */
export interface SystemFacts {
  readonly size: number
  /** Diagonal of M in M y' = f; absent: all 1. */
  readonly mass?: Float64Array | undefined
  /** It falls into a stiff and a non-stiff part; `linear` where the stiff one is linear with constant coefficients. */
  readonly split?: { readonly linear?: LinearShape } | undefined
  /** q' depends on p alone, p' on q alone. */
  readonly separable?: object | undefined
  /** White noise acts in it. */
  readonly noise?: object | undefined
  /** It knows the power series of its solution. */
  readonly taylor?: object | undefined
}

/** Whether a linear part, whose diagonal is always in its pattern, has nothing beside it. */
export function isDiagonal(linear: LinearShape): boolean {
  if (linear.kind === 'blocks') return false
  return linear.kind === 'diagonal' || linear.pattern.columns.length === linear.pattern.rowStarts.length - 1
}
