import type { Equation } from './equation.ts'
import type { BinaryOperator, Expression } from './expression.ts'
import { notPrecedence, powerPrecedence, precedence, signPrecedence } from './operators.ts'

const greek: readonly string[] = [
  'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa', 'lambda', 'mu', 'nu', 'xi', 'rho', 'sigma',
  'tau', 'upsilon', 'phi', 'chi', 'psi', 'omega', 'Gamma', 'Delta', 'Theta', 'Lambda', 'Xi', 'Sigma', 'Upsilon', 'Phi', 'Psi', 'Omega',
] // biome-ignore format: a list
const variants: Readonly<Record<string, string>> = { epsilon: '\\varepsilon', phi: '\\varphi' }

const atomPrecedence = 8
/** How tightly parts of formulas bind, for `LatexSpecial`. */
export const latexBinding = { product: precedence['*'], fraction: precedence['*'] + 0.5, atom: atomPrecedence } // biome-ignore format: a table
const operators: Readonly<Partial<Record<BinaryOperator, string>>> = {
  '<=': '\\le', '>=': '\\ge', '==': '=', '!=': '\\ne', and: '\\land', or: '\\lor',
} // biome-ignore format: a table
const upright: Readonly<Record<string, string>> = {
  exp: '\\exp', log: '\\ln', sin: '\\sin', cos: '\\cos', tan: '\\tan', asin: '\\arcsin', acos: '\\arccos', atan: '\\arctan',
  sinh: '\\sinh', cosh: '\\cosh', tanh: '\\tanh', min: '\\min', max: '\\max', grad: '\\nabla', div: '\\nabla\\cdot',
  laplacian: '\\nabla^2', biharmonic: '\\nabla^4', integral: '\\int',
} // biome-ignore format: a table

/** Written before their field without brackets where it is a single name. */
const fieldOperators: readonly string[] = ['grad', 'div', 'laplacian', 'biharmonic']

function letter(text: string): string {
  if (greek.includes(text)) return variants[text] ?? `\\${text}`
  return text.length === 1 || /^\d+$/.test(text) ? text : `\\mathrm{${text.replace(/_/g, '\\_')}}`
}

/** A part of a name that is no more than a letter and its index: `Du` is D with index u, `x1` x with index 1. */
function symbol(text: string): string {
  const parts = /^([A-Za-z]+?)_?(\d+)$/.exec(text)
  if (parts?.[1] && parts[2]) {
    const head = symbol(parts[1])
    return head.endsWith('}') && head.includes('_') ? head : `${head}_{${parts[2]}}`
  }
  if (greek.includes(text) || text.length === 1) return letter(text)
  const name = greek.find(
    (word) => text.startsWith(word) && text.length > word.length && text.length <= word.length + 2,
  )
  if (name !== undefined) return `${letter(name)}_{${letter(text.slice(name.length))}}`
  return /^[A-Za-z][a-z]$/.test(text) ? `${text.charAt(0)}_{${text.charAt(1)}}` : letter(text)
}

/** LaTeX of a name: Greek letters, subscripts (`x1`, `Du`, `u_t`), one or two primes as dots, more in brackets. */
export function nameLatex(name: string): string {
  const base = name.replace(/'+$/, '')
  const primes = name.length - base.length
  const [head = '', ...indices] = base.split('_').filter((part) => part !== '')
  let text = symbol(head)
  if (indices.length > 0) {
    const index = indices.map((part) => (/^[xyzrt]+$/.test(part) ? part : letter(part))).join(',')
    const own = /^(.*)_\{(.*)\}$/.exec(text)
    text = own ? `${own[1]}_{${own[2]},${index}}` : `${text}_{${index}}`
  }
  if (primes === 0) return text
  if (primes > 2) return `${text}^{(${primes})}`
  const [, body = text, index = ''] = /^([^_]*)(_\{.*\})$/.exec(text) ?? []
  return `\\${primes === 1 ? 'dot' : 'ddot'}{${body}}${index}`
}

/** A number with its power of ten written out. */
export function numberLatex(value: number): string {
  if (Number.isNaN(value)) return '\\tfrac{0}{0}'
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty'
  const text = String(Math.abs(value))
  const digits = text.replace(/^0\.0*|\.|e.*$/g, '').length
  const isLong = !text.includes('e') && (Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3))
  const [mantissa = '', exponent] = (isLong ? Math.abs(value).toExponential(Math.max(0, digits - 1)) : text).split('e')
  const short = mantissa.includes('.') ? mantissa.replace(/0+$/, '').replace(/\.$/, '') : mantissa
  const sign = value < 0 ? '-' : ''
  if (exponent === undefined) return `${sign}${short}`
  const power = `10^{${Number(exponent)}}`
  return short === '1' ? `${sign}${power}` : `${sign}${short}\\cdot ${power}`
}

/** LaTeX and how tightly its outermost part binds (`latexBinding`). */
export type LatexParts = readonly [text: string, binding: number]

/** How some nodes are typeset in a language of their own; undefined for all others. `write` typesets what is below, in brackets where it binds less tightly. */
export type LatexSpecial = (
  node: Expression,
  write: (part: Expression, least: number) => string,
) => LatexParts | undefined

/** LaTeX of an expression for KaTeX: fractions, powers, roots, cases for `if`; brackets only where they are needed. */
export function expressionLatex(expression: Expression, special?: LatexSpecial): string {
  return latexParts(expression, special)[0]
}

/** LaTeX of one line of a system. */
export function equationLatex(equation: Equation): string {
  const right = expressionLatex(equation.right)
  if (equation.kind === 'constraint') return `0 = ${right}`
  if (equation.kind === 'definition') return `${nameLatex(equation.name)} = ${right}`
  if (equation.with === undefined) return `${nameLatex(`${equation.name}${"'".repeat(equation.order)}`)} = ${right}`
  const order = equation.order === 1 ? '' : `^{${equation.order}}`
  return `\\frac{\\partial${order} ${nameLatex(equation.name)}}{\\partial t${order}} = ${right}`
}

function bracket([text, binding]: LatexParts, least: number): string {
  return binding < least ? `\\left(${text}\\right)` : text
}

function latexParts(expression: Expression, special: LatexSpecial | undefined): LatexParts {
  const own = special?.(expression, (part, least) => bracket(latexParts(part, special), least))
  if (own) return own
  switch (expression.kind) {
    case 'number': {
      const text = numberLatex(expression.value)
      return [text, text.startsWith('-') ? precedence['+'] : text.includes('cdot') ? precedence['*'] : atomPrecedence]
    }
    case 'name':
      return [expression.name === 'e' ? '\\mathrm{e}' : expression.name === 'pi' ? '\\pi' : nameLatex(expression.name), atomPrecedence] // biome-ignore format: one choice
    case 'unary':
      if (expression.operator === 'not')
        return [`\\lnot ${bracket(latexParts(expression.operand, special), notPrecedence + 0.5)}`, notPrecedence]
      return [`-${bracket(latexParts(expression.operand, special), signPrecedence)}`, precedence['+']]
    case 'call':
      return callLatex(expression, special)
    case 'binary':
      return binaryLatex(expression, special)
  }
}

function binaryLatex(
  expression: Expression & { readonly kind: 'binary' },
  special: LatexSpecial | undefined,
): LatexParts {
  const { operator, left, right } = expression
  const level = precedence[operator]
  // The sign of a product or quotient stands before all of it.
  if ((operator === '*' || operator === '/') && left.kind === 'unary' && left.operator === '-')
    return [`-${bracket(binaryLatex({ ...expression, left: left.operand }, special), level)}`, precedence['+']]
  const [a, b] = [latexParts(left, special), latexParts(right, special)]
  switch (operator) {
    case '/':
      return [`\\frac{${a[0]}}{${b[0]}}`, precedence['*'] + 0.5]
    case '^': {
      if (isNumberValue(right, 0.5)) return [`\\sqrt{${a[0]}}`, powerPrecedence]
      const isFunction =
        left.kind === 'call' && /^\\[a-z]+\\left/.test(a[0]) && right.kind === 'number' && right.value > 0
      // sin²(x), as it is written by hand.
      if (isFunction) return [a[0].replace('\\left', `^{${b[0]}}\\left`), powerPrecedence]
      // A function's own brackets hold it together, but what carries a small number above already needs more.
      const isClosed = a[1] >= atomPrecedence && !(left.kind === 'name' && a[0].includes('^'))
      const base = isClosed ? a[0] : `\\left(${a[0]}\\right)`
      return [`${base}^{${b[0]}}`, powerPrecedence]
    }
    case '*': {
      const [front, back] = [bracket(a, level), bracket(b, level)]
      return [`${front}${needsDot(front, back) ? ' \\cdot ' : ' \\, '}${back}`, level]
    }
    default: {
      const sign = operators[operator] ?? operator
      return [
        `${bracket(a, level)} ${sign} ${bracket(b, operator === '+' && !b[0].startsWith('-') ? level : level + 0.5)}`,
        level,
      ]
    }
  }
}

function isNumberValue(expression: Expression, value: number): boolean {
  return expression.kind === 'number' && expression.value === value
}

/** Two numbers side by side, or a number after a letter, would be read as one. */
function needsDot(front: string, back: string): boolean {
  return (
    /^[\d.]/.test(back) ||
    /^10\^/.test(back) ||
    (/\d$/.test(front) && back.startsWith('\\frac{') && /^\\frac\{\d/.test(back))
  )
}

function callLatex(expression: Expression & { readonly kind: 'call' }, special: LatexSpecial | undefined): LatexParts {
  const { name } = expression
  const values = expression.arguments.map((argument) => expressionLatex(argument, special))
  const [first = '', second = '', third = ''] = values
  switch (name) {
    case 'sqrt':
      return [`\\sqrt{${first}}`, atomPrecedence]
    case 'abs':
      return [`\\left|${first}\\right|`, atomPrecedence]
    case 'floor':
      return [`\\left\\lfloor ${first}\\right\\rfloor`, atomPrecedence]
    case 'if':
      return [`\\begin{cases} ${second} & \\text{if } ${first} \\\\ ${third} & \\text{otherwise} \\end{cases}`, precedence.or - 1] // biome-ignore format: one text
    case 'mod':
      return [expression.arguments.map((value) => bracket(latexParts(value, special), powerPrecedence)).join(' \\bmod '), precedence['*'] - 0.5] // biome-ignore format: one text
    case 'exp':
      return [`\\mathrm{e}^{${first}}`, powerPrecedence]
    case 'heaviside':
      return [`\\mathrm{H}${bracketCall(values)}`, atomPrecedence]
    case 'dot':
      return [expression.arguments.map((value) => bracket(latexParts(value, special), powerPrecedence)).join(' \\cdot '), precedence['*'] - 0.5] // biome-ignore format: one text
    default: {
      const derivative = /^d([xyzrtn]+)$/.exec(name)
      if (derivative) return [`\\partial_{${derivative[1]}} ${bracket(latexParts(expression.arguments[0] ?? expression, special), atomPrecedence)}`, precedence['*']] // biome-ignore format: one text
      const [argument] = expression.arguments
      if (fieldOperators.includes(name) && argument) return [`${upright[name]} ${bracket(latexParts(argument, special), atomPrecedence)}`, precedence['*']] // biome-ignore format: one text
      const head = Object.hasOwn(upright, name) ? upright[name] : `\\operatorname{${name.replace(/_/g, '\\_')}}`
      return [`${head}${bracketCall(values)}`, atomPrecedence]
    }
  }
}

function bracketCall(values: readonly string[]): string {
  return `\\left(${values.join(', ')}\\right)`
}
