import { ExpressionError } from './expression-error.ts'
import { characterRemedy } from './remedies.ts'

export interface Token {
  /** `prefix`: an operator of fields before what it acts on, `∇²`; only in equations of fields. */
  readonly kind: 'number' | 'name' | 'operator' | 'superscript' | 'prefix' | 'end'
  /** As the language writes it: `−` is '-', `²` is '2', `x′` is "x'". */
  readonly text: string
  readonly from: number
  readonly to: number
}

const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const name = /(?:[A-Za-z_][A-Za-z0-9_]*|π)['′’‘″]*/y
const superscript = /⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/y
const operator = /<=|>=|==|!=|[-+*/^(),<>=−–×·⋅÷≤≥≠]/y
const space = /\s*/y

/** Characters of typeset formulas, to what the language writes. */
const typeset: Readonly<Record<string, string>> = {
  '−': '-', '–': '-', '×': '*', '·': '*', '⋅': '*', '÷': '/', '≤': '<=', '≥': '>=', '≠': '!=',
} // biome-ignore format: a table
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

const plain = (text: string): string => text.replace(/π/g, 'pi').replace(/″/g, "''").replace(/[′’‘]/g, "'")

function superscriptNumber(text: string): string {
  return [...text].map((c) => (c === '⁻' ? '-' : String(superscripts.indexOf(c)))).join('')
}

/** A token that only some texts have, at an offset; undefined where none begins there. */
export type ReadSpecial = (source: string, at: number) => Token | undefined

/**
 * The tokens of `text` between two offsets, an end token last. Typeset characters (`−`, `×`, `²`, `≤`, `π`, `x′`) are read as what
 * they mean. `special` goes before the tokens that all texts have.
 * @throws ExpressionError under the first character that belongs to no token
 */
export function readTokens(text: string, from = 0, to = text.length, special?: ReadSpecial): readonly Token[] {
  const source = text.slice(0, to)
  const tokens: Token[] = []
  let at = from
  for (;;) {
    at += match(space, source, at)?.length ?? 0
    if (at >= to) break
    const own = special?.(source, at)
    if (own) {
      tokens.push(own)
      at = own.to
      continue
    }
    let found: { kind: Token['kind']; raw: string; text: string } | undefined
    let raw = match(number, source, at)
    if (raw !== undefined) found = { kind: 'number', raw, text: raw }
    else {
      raw = match(name, source, at)
      if (raw !== undefined) found = { kind: 'name', raw, text: plain(raw) }
    }
    if (!found) {
      raw = match(superscript, source, at)
      if (raw !== undefined) found = { kind: 'superscript', raw, text: superscriptNumber(raw) }
    }
    if (!found) {
      raw = match(operator, source, at)
      if (raw !== undefined) found = { kind: 'operator', raw, text: typeset[raw] ?? raw }
    }
    if (!found) {
      const character = String.fromCodePoint(source.codePointAt(at) ?? 0)
      throw new ExpressionError(characterRemedy(source, at, character), at, at + character.length)
    }
    if (found.raw === '*' && tokens.at(-1)?.text === '*' && tokens.at(-1)?.to === at)
      throw new ExpressionError('a power is written ^ here: x^2, not x**2', at - 1, at + 1)
    tokens.push({ kind: found.kind, text: found.text, from: at, to: at + found.raw.length })
    at += found.raw.length
  }
  tokens.push({ kind: 'end', text: '', from: to, to: to + 1 })
  return tokens
}
