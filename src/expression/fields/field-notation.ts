import type { Notation } from '../parse.ts'
import { greekName } from '../remedies.ts'
import type { Token } from '../tokens.ts'

/*
 * How formulas of fields are written in books: ∂u/∂t, du/dx, ∂²u/∂x∂y, ∂/∂x (…), ∂ₓu, ∇²u, ∇·(D∇u), Δu, Greek letters, indices set
 * low. Everything becomes names (`u_t`, `u_xy`), calls (`laplacian(u)`) and products of the expression language.
 */

const power = '(?:\\^?\\s*([2-4²³⁴]))?'
const letters = 'A-Za-z\\u0391-\\u03c9\\u03d1\\u03d5\\u03f5\\u00b5'
const word = `[${letters}][${letters}0-9₀-₉_]*?`
/** ∂u/∂t, d²u/dx², ∂²u/∂x∂y; also with brackets around the field's name. */
const divisor = '(?:[d∂]\\s*[xyzrtn]\\s*(?:\\^?\\s*[2-4²³⁴])?\\s*)+'
const quotient = new RegExp(
  `([d∂])\\s*${power}\\s*(?:(${word})|\\(\\s*(${word})\\s*\\))\\s*/\\s*(?:\\(\\s*(${divisor})\\)|(${divisor})(?![${letters}0-9_(]))`,
  'y',
)
/** ∂/∂x, d²/dx². */
const operator = new RegExp(
  `[d∂]\\s*${power}\\s*/\\s*((?:[d∂]\\s*[xyzrt]\\s*(?:\\^?\\s*[2-4²³⁴])?\\s*)+)(?![${letters}0-9_])`,
  'y',
)
const subscripted = /∂\s*(?:_\s*\{?\s*([xyzrt]+)\s*\}?|([ₓₜ]+)|([xyzrt]{1,4})(?=\s*\())/y
const nabla = /∇\s*(?:(\^\s*[24](?!\d)|[²⁴])|([·⋅.])|([×x](?=\s*[[(A-Za-z])))?/y
const laplace = new RegExp(`[Δ∆](?=\\s*(?:[${letters}∇Δ∆(]))`, 'y')
const letterWord = new RegExp(`[${letters}_][${letters}0-9₀-₉ₓₜ_]*(?:(?<=_)\\{[A-Za-z0-9]+\\})?[′’‘″']*`, 'y')
const plainWord = /^[A-Za-z_][A-Za-z0-9_]*['′’‘″]*$/
const subscripts = '₀₁₂₃₄₅₆₇₈₉'

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

function count(text: string | undefined): number {
  if (text === undefined) return 1
  return '²³⁴'.includes(text) ? '²³⁴'.indexOf(text) + 2 : Number(text)
}

/** A word of letters, Greek ones and low digits too, as the language writes it. */
export function plainName(text: string): string {
  let plain = ''
  for (const character of text) {
    if (subscripts.includes(character)) plain += subscripts.indexOf(character)
    else if (character === '{' || character === '}') continue
    else if (character === 'ₓ' || character === 'ₜ') {
      if (!/_[xyzrt]*$/.test(plain)) plain += '_'
      plain += character === 'ₓ' ? 'x' : 't'
    } else if (character === '″') plain += "''"
    else if ('′’‘'.includes(character)) plain += "'"
    else plain += character === 'π' ? 'pi' : (greekName(character) ?? character)
  }
  return plain
}

/** Letters below a fraction bar: x of ∂x, xx of ∂x², xy of ∂x∂y. */
function below(text: string): string {
  let axes = ''
  for (const [, axis, order] of text.matchAll(/[d∂]\s*([xyzrtn])\s*(?:\^?\s*([2-4²³⁴]))?/g))
    axes += (axis ?? '').repeat(count(order))
  return axes
}

/** Operators by the signs behind ∇. */
function nablaOperator(found: RegExpExecArray): string {
  if (found[1] !== undefined) return /[4⁴]/.test(found[1]) ? 'biharmonic' : 'laplacian'
  if (found[2] !== undefined) return 'div'
  return found[3] !== undefined ? 'curl' : 'grad'
}

/**
 * The notation of fields.
 * @param known names of the problem that are not to be read as derivatives: `du` and `dt` where they are parameters
 * @param fields unknowns of one letter, which may stand side by side: `uu_x`
 */
export function fieldNotation(known: ReadonlySet<string>, fields: ReadonlySet<string> = new Set()): Notation {
  const special = (source: string, at: number): Token | undefined => {
    const character = source.charAt(at)
    const token = (kind: Token['kind'], text: string, length: number): Token => ({
      kind,
      text,
      from: at,
      to: at + length,
    })
    if ('[]{}|'.includes(character)) return token('operator', character, 1)
    // 2πx is a product: no name begins with π and goes on with a letter.
    if (character === 'π' && new RegExp(`[${letters}]`).test(source.charAt(at + 1))) return token('name', 'pi', 1)
    if (character === 'd' || character === '∂') {
      const ratio = match(quotient, source, at)
      const name = ratio && plainName(ratio[3] ?? ratio[4] ?? '')
      if (ratio && name && (character === '∂' || !isTaken(ratio[0], known))) {
        const axes = below(ratio[5] ?? ratio[6] ?? '')
        if (axes.length === count(ratio[2])) return token('name', `${name}_${axes}`, ratio[0].trimEnd().length)
      }
      const whole = match(operator, source, at)
      const axes = whole && below(whole[2] ?? '')
      if (whole && axes && axes.length === count(whole[1]))
        return token('prefix', `d${axes}`, whole[0].trimEnd().length)
      const low = match(subscripted, source, at)
      if (low) return token('prefix', `d${low[1] ?? low[3] ?? plainName(low[2] ?? '').replace('_', '')}`, low[0].length)
    }
    if (character === '∇') {
      const found = match(nabla, source, at)
      if (found) return token('prefix', nablaOperator(found), found[0].length)
    }
    if (match(laplace, source, at)) return token('prefix', 'laplacian', 1)
    if (character === '√') return token('prefix', 'sqrt', 1)
    const typed = match(letterWord, source, at)?.[0]
    const own = typed === undefined ? undefined : /^([A-Za-z])([A-Za-z])_/.exec(typed)
    // Books set u u_x as uu_x.
    if (own && [own[1], own[2]].every((name) => fields.has(name ?? '')) && !known.has(`${own[1]}${own[2]}`))
      return token('name', own[1] ?? '', 1)
    if (typed === undefined || plainWord.test(typed) || /^π['′]*$/.test(typed)) return undefined
    return token('name', plainName(typed), typed.length)
  }
  return { special }
}

/** Whether du or dt of du/dt is a name that the problem has. */
function isTaken(text: string, known: ReadonlySet<string>): boolean {
  return text.split('/').some((part) => known.has(part.trim()))
}
