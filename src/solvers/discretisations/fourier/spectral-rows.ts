import { evaluateExpression } from '../../../expression/evaluate.ts'
import type { Expression } from '../../../expression/expression.ts'
import { type Modes, type Symbols, symbolsOf } from './modes.ts'
import { type AxisKind, identityOperator } from './operator.ts'
import type { SpectralForm } from './spectral-form.ts'
import type { FieldSum } from './spectral-product.ts'
import { addSymbols, multiplySymbols, negativeQuotient, vanishingPlaces } from './symbol-algebra.ts'

/** A field in coefficients, as numbers: symbols on unknowns and on products, and what is added to the mean. */
export interface SpectralRow {
  readonly unknowns: ReadonlyMap<number, Symbols>
  readonly products: ReadonlyMap<number, Symbols>
  readonly constant: number
}

/** All fields of a form for one set of parameters, with the algebraic unknowns solved for wave number by wave number. */
export interface SpectralRows {
  /** By place; undefined for algebraic unknowns. */
  readonly rates: readonly (SpectralRow | undefined)[]
  /** Of algebraic unknowns, in those with a rate. */
  readonly solved: ReadonlyMap<number, SpectralRow>
  readonly inputs: readonly SpectralRow[]
  /** Algebraic unknowns that their constraint leaves free in some wave numbers, where they are 0. */
  readonly free: readonly number[]
  /** An algebraic unknown that its constraint does not determine at all. */
  readonly undetermined?: number
}

/** Values of parameters by name, as they are when asked for. @throws Error for a name that is none of theirs */
export function valueIn(names: readonly string[], values: Float64Array): (name: string) => number {
  return (name) => {
    const place = names.indexOf(name)
    if (place < 0) throw new Error(`"${name}" is no parameter`)
    return values[place] ?? Number.NaN
  }
}

/** Evaluates the symbols of a form. Which symbols there are and which of their parts does not depend on the parameters. */
export function spectralRows(
  form: SpectralForm,
  modes: Modes,
  kinds: readonly (readonly AxisKind[])[],
  algebraic: readonly boolean[],
  value: (name: string) => number,
): SpectralRows {
  const evaluate = (expression: Expression) => evaluateExpression(expression, value)
  const rowOf = (sum: FieldSum, target: readonly AxisKind[]): SpectralRow => ({
    unknowns: new Map([...sum.unknowns].map(([place, by]) => [place, symbolsOf(modes, by, target, evaluate)])),
    products: new Map([...sum.products].map(([place, by]) => [place, symbolsOf(modes, by, target, evaluate)])),
    constant: evaluate(sum.constant),
  })
  const rows = form.rates.map((sum, place) => rowOf(sum, kinds[place]))
  const solved = new Map<number, SpectralRow>()
  const free: number[] = []
  for (const [place, isAlgebraic] of algebraic.entries()) {
    if (!isAlgebraic) continue
    const row = substitute(rows[place], solved)
    const own = row.unknowns.get(place)
    const vanishing = vanishingPlaces(own, modes.count)
    if (!own || vanishing.every((one) => one === 1)) return { rates: [], solved, inputs: [], free, undetermined: place }
    const has = symbolsOf(modes, identityOperator(modes.axes.length), kinds[place], evaluate).real
    if (vanishing.some((one, k) => one === 1 && has?.[k] !== 0)) free.push(place)
    const quotient = (symbols: Symbols) => negativeQuotient(symbols, own, vanishing)
    const others = [...row.unknowns].filter(([other]) => other !== place)
    const expression: SpectralRow = {
      unknowns: new Map(others.map(([other, symbols]) => [other, quotient(symbols)])),
      products: new Map([...row.products].map(([product, symbols]) => [product, quotient(symbols)])),
      constant: vanishing[0] === 1 || row.constant === 0 ? 0 : -row.constant / (own.real?.[0] ?? Number.NaN),
    }
    for (const [other, before] of solved) solved.set(other, substitute(before, new Map([[place, expression]])))
    solved.set(place, expression)
  }
  return {
    rates: rows.map((row, place) => (algebraic[place] ? undefined : substitute(row, solved))),
    solved,
    inputs: form.inputs.map(({ sum, kinds: target }) => substitute(rowOf(sum, target), solved)),
    free,
  }
}

function substitute(row: SpectralRow, solved: ReadonlyMap<number, SpectralRow>): SpectralRow {
  if (![...row.unknowns.keys()].some((place) => solved.has(place))) return row
  const unknowns = new Map<number, Symbols>()
  const products = new Map(row.products)
  let { constant } = row
  for (const [place, symbols] of row.unknowns) {
    const expression = solved.get(place)
    if (!expression) {
      unknowns.set(place, addSymbols(unknowns.get(place), symbols))
      continue
    }
    for (const [other, inner] of expression.unknowns)
      unknowns.set(other, addSymbols(unknowns.get(other), multiplySymbols(symbols, inner)))
    for (const [product, inner] of expression.products)
      products.set(product, addSymbols(products.get(product), multiplySymbols(symbols, inner)))
    if (expression.constant !== 0) constant += expression.constant * (symbols.isOne ? 1 : (symbols.real?.[0] ?? 0))
  }
  return { unknowns, products, constant }
}
