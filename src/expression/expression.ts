/** Where something stands in its own text: offsets from 0, `to` behind the last character. */
export interface Span {
  readonly from: number
  readonly to: number
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '^' | '<' | '>' | '<=' | '>=' | '==' | '!=' | 'and' | 'or'

/**
 * An expression as a tree. `span` is there where it was typed, absent where it was derived. Names may end in primes (`x'`).
 * Comparisons and `and or not` give 0 or 1. A call's `name` is a function of contract 1 (`if(c, a, b)` too) or, in equations of
 * fields, an operator (`laplacian`, `dx`); which are allowed is the checker's matter.
 */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly span?: Span }
  | { readonly kind: 'name'; readonly name: string; readonly span?: Span }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[]; readonly span?: Span }
  | {
      readonly kind: 'binary'
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
      readonly span?: Span
    }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly operand: Expression; readonly span?: Span }

/** A name that stands for an expression. */
export interface Definition {
  readonly name: string
  readonly value: Expression
}
