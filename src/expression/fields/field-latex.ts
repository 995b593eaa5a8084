import { add, multiply } from '../build.ts'
import { parseSides } from '../equation.ts'
import type { Expression } from '../expression.ts'
import { ExpressionError } from '../expression-error.ts'
import { expressionLatex, type LatexParts, type LatexSpecial, latexBinding } from '../latex.ts'
import type { BoundaryCondition, FieldEquations } from './field-equations.ts'
import { knownNames, shortFields } from './field-lines.ts'
import { derivativeLetters, derivativeName, noiseName, operatorName, timeDerivative } from './field-names.ts'
import { fieldNotation } from './field-notation.ts'
import { writtenCondition, writtenExpression } from './field-print.ts'
import type { FieldText } from './field-text.ts'

const { product, fraction, atom } = latexBinding

/** ∂²/∂x∂y as the upper and the lower part of a fraction; `of` stands above, or behind where it is long. */
function derivativeLatex(
  of: Expression,
  letters: string,
  write: (part: Expression, least: number) => string,
): LatexParts {
  const total = letters.length
  const power = (n: number) => (n > 1 ? `^{${n}}` : '')
  const below = [...new Set(letters)]
    .map((axis) => `\\partial ${axis}${power([...letters].filter((letter) => letter === axis).length)}`)
    .join(' \\, ')
  const above = `\\partial${power(total)}`
  if (of.kind === 'name') return [`\\frac{${above} ${write(of, 0)}}{${below}}`, fraction]
  return [`\\frac{${above}}{${below}} \\left(${write(of, 0)}\\right)`, product]
}

/**
 * Fields as books typeset them: ∂ for derivatives, ∇ for operators, columns for vectors.
 * @param known names that are no derivatives, though they look like one
 */
function typesetting(known: ReadonlySet<string>): LatexSpecial {
  return (node, write) => {
    if (node.kind === 'name') {
      if (node.name === noiseName) return ['\\dot{W}', atom]
      const read = known.has(node.name) || node.name.includes("'") ? undefined : derivativeName(node.name)
      if (read === undefined) return undefined
      return derivativeLatex({ kind: 'name', name: read.base }, `${'t'.repeat(read.time)}${read.letters}`, write)
    }
    if (node.kind !== 'call') return undefined
    const [first, second] = node.arguments
    if (first === undefined) return undefined
    const letters = derivativeLetters(node.name)
    if (letters !== undefined) return derivativeLatex(first, letters, write)
    switch (operatorName(node.name)) {
      case 'laplacian':
        return [`\\nabla^{2} ${write(first, atom)}`, product]
      case 'biharmonic':
        return [`\\nabla^{4} ${write(first, atom)}`, product]
      case 'grad':
        return [`\\nabla ${write(first, atom)}`, product]
      case 'div':
        return [`\\nabla \\cdot ${write(first, atom)}`, product]
      case 'curl':
        return [`\\nabla \\times ${write(first, atom)}`, product]
      case 'dot':
        return second && [`${write(first, fraction)} \\cdot ${write(second, fraction)}`, product]
      case 'advect':
        return second && [`\\left(${write(first, atom)} \\cdot \\nabla\\right) ${write(second, atom)}`, product]
      case 'vector':
        return [`\\begin{pmatrix} ${node.arguments.map((part) => write(part, 0)).join(' \\\\ ')} \\end{pmatrix}`, atom]
      case 'integral':
        return [`\\int_{\\Omega} ${write(first, product)} \\, \\mathrm{d}V`, product]
      case 'mean':
        return [`\\left\\langle ${write(first, 0)} \\right\\rangle`, atom]
      case 'diff':
        return ofDiff(node.arguments, write)
      default:
        return undefined
    }
  }
}

function ofDiff(
  parts: readonly Expression[],
  write: (part: Expression, least: number) => string,
): LatexParts | undefined {
  const [of, ...by] = parts
  let letters = ''
  for (const part of by) {
    if (part.kind === 'name') letters += part.name
    else if (part.kind === 'number' && letters !== '') letters += letters.slice(-1).repeat(Math.max(0, part.value - 1))
  }
  return of && derivativeLatex(of, letters, write)
}

/** LaTeX of each typed line in the form in which it was typed; undefined where it cannot be read. */
export function fieldLatex(
  text: Pick<FieldText, 'equations' | 'axes' | 'parameters'>,
): readonly (string | undefined)[] {
  const known = knownNames(text)
  const notation = fieldNotation(known, shortFields(text))
  const special = typesetting(known)
  return text.equations.map((line) => {
    try {
      const { left, right } = parseSides(line, notation)
      const time = left.kind === 'name' && known.has(left.name) ? undefined : timeDerivative(left)
      const name: Expression = { kind: 'name', name: time?.name ?? '' }
      const head = time ? expressionLatex({ kind: 'call', name: `d${'t'.repeat(Math.min(time.order, 4))}`, arguments: [name] }, special) : expressionLatex(left, special) // biome-ignore format: one choice
      return `${head} = ${expressionLatex(right, special)}`
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      return undefined
    }
  })
}

/** LaTeX of an equation in the form in which it is solved: the derivative by time of an unknown, or 0, on the left. */
export function rateLatex(equations: FieldEquations, unknown: number): string {
  const { unknowns, rates, noise, algebraic, velocityOf } = equations
  const special = typesetting(new Set(equations.parameters))
  const name = unknowns[unknown] ?? ''
  const rate = writtenExpression(rates[unknown] ?? { kind: 'number', value: 0 }, equations)
  const factor = noise[unknown]
  const whole = factor
    ? add(rate, multiply(writtenExpression(factor, equations), { kind: 'name', name: noiseName }))
    : rate
  const base = velocityOf[unknown]
  const left: Expression = { kind: 'name', name: base === undefined ? `${name}_t` : `${unknowns[base] ?? ''}_tt` }
  return `${algebraic[unknown] ? '0' : expressionLatex(left, special)} = ${expressionLatex(whole, special)}`
}

/** LaTeX of a condition: `\frac{\partial u}{\partial n} + 2 \, u = 1`. */
export function conditionLatex(condition: BoundaryCondition, equations: FieldEquations): string {
  const special = typesetting(new Set(equations.parameters))
  const { left, right } = writtenCondition(condition, equations.unknowns)
  return `${expressionLatex(left, special)} = ${expressionLatex(right, special)}`
}
