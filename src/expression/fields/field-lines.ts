import { parseSides } from '../equation.ts'
import type { Expression, Span } from '../expression.ts'
import { attempt, ExpressionError } from '../expression-error.ts'
import { functions } from '../functions.ts'
import { isName, namesIn, reservedName } from '../names.ts'
import { childrenOf } from '../tree.ts'
import { derivativeLetters, derivativeName, noiseName, operatorName, timeDerivative } from './field-names.ts'
import { fieldNotation } from './field-notation.ts'
import type { FieldText, SayField } from './field-text.ts'
import { inRadialForm } from './radial-forms.ts'
import { fieldsInFull, inPlainForm } from './typed-forms.ts'

interface Line {
  readonly index: number
  readonly leftSpan: Span
}

/** A name for an expression, or with arguments a function of the user. */
export interface DefinitionLine extends Line {
  readonly name: string
  readonly inputs?: readonly string[]
  readonly right: Expression
}

/** Anything else: left = right, of which a part may stand alone on the left. */
export interface EquationLine extends Line {
  readonly left: Expression
  readonly right: Expression
  /** The derivative by time that the left side is. */
  readonly alone?: { readonly name: string; readonly order: number }
}

/** The lines of a system by kind, each name once. */
export interface FieldLines {
  readonly definitions: readonly DefinitionLine[]
  readonly equations: readonly EquationLine[]
  /** Highest derivative by time of each name that has one. */
  readonly orders: ReadonlyMap<string, number>
  /** A line could not be used: what only follows from that is not to be reported. */
  readonly broken: boolean
  /** Names in such lines. */
  readonly suspects: readonly string[]
}

/** Names left of a sign of equality and parameters: none of them is a derivative du/dx. */
export function knownNames(text: Pick<FieldText, 'equations' | 'parameters'>): ReadonlySet<string> {
  const left = text.equations.flatMap((line) => /^\s*([A-Za-z_]\w*)\s*=(?!=)/.exec(line)?.[1] ?? [])
  const words = text.equations.flatMap((line) => line.match(/[A-Za-z_]\w*/g) ?? [])
  // `u_t = …` is a derivative, as long as u stands anywhere else or u_t does not.
  const isName = (name: string): boolean => {
    const base = derivativeName(name)?.base
    if (base === undefined) return true
    const isUsed = words.some((word) => word !== name && (word === base || derivativeName(word)?.base === base))
    return !isUsed && words.filter((word) => word === name).length > 1
  }
  return new Set([...text.parameters, ...left.filter(isName)])
}

/** Unknowns of one letter, by their derivatives in time. */
export function shortFields(text: Pick<FieldText, 'equations'>): ReadonlySet<string> {
  const line = text.equations.join('\n')
  const found = [
    ...line.matchAll(/(?<![\w])([A-Za-z])_t+(?!\w)/g),
    ...line.matchAll(/[d∂]\s*²?\s*([A-Za-z])\s*\/\s*[d∂]\s*t/g),
  ]
  return new Set(found.map((match) => match[1] ?? ''))
}

/** Reads the lines and finds what contradicts itself on their left sides. */
export function readFieldLines(text: FieldText, say: SayField): FieldLines {
  checkParameters(text, say)
  if (text.equations.length === 0)
    say(['problem', 'equations'], new ExpressionError('there is no equation; write one like u_t = D*laplacian(u)', 0))
  const notation = fieldNotation(knownNames(text), shortFields(text))
  let broken = false
  const suspects: string[] = []
  const sides = text.equations.map((line, index) => {
    const read = attempt(say, ['problem', 'equations', index], () => {
      if (line.trim() === '')
        throw new ExpressionError('the equation is empty; write u_t = …, 0 = …, or name = … for a definition', 0)
      return parseSides(line, notation, 'write u_t = …, 0 = …, or name = … for a definition')
    })
    if (read) return { index, ...read }
    broken = true
    for (const name of line.match(/[A-Za-z_]\w*'*/g) ?? []) suspects.push(name, derivativeName(name)?.base ?? name)
    return undefined
  })
  const lines = inPlainForms(sides.filter((line) => line !== undefined), text) // biome-ignore format: one list
  const parameters = new Set(text.parameters)
  const renamed = subscriptedDefinitions(lines, parameters)
  const orders = new Map<string, number>()
  for (const line of lines)
    for (const { name, order } of [...timesIn(line.left), ...timesIn(line.right)])
      if (!parameters.has(name) && !renamed.has(`${name}_${'t'.repeat(order)}`))
        orders.set(name, Math.max(order, orders.get(name) ?? 0))
  const definitions: DefinitionLine[] = []
  const equations: EquationLine[] = []
  const owners = new Map<string, number>()
  for (const { index, left, right } of lines) {
    const leftSpan = left.span ?? { from: 0, to: 1 }
    const shape = shapeOf(left, renamed)
    const name = shape.definition ?? shape.alone?.name
    const problem =
      leftProblem(name, shape.alone?.order ?? 0, text, orders, parameters) ??
      (name !== undefined && owners.has(name) ? twice(name, owners.get(name) ?? 0, index, shape.alone) : undefined)
    if (problem !== undefined) {
      say(['problem', 'equations', index], new ExpressionError(problem, leftSpan.from, leftSpan.to))
      broken = true
      if (name !== undefined) suspects.push(name)
      continue
    }
    if (name !== undefined) owners.set(name, index)
    if (shape.definition === undefined)
      equations.push({ index, leftSpan, left, right, ...(shape.alone ? { alone: shape.alone } : {}) })
    else
      definitions.push({
        index,
        leftSpan,
        name: shape.definition,
        right,
        ...(shape.inputs ? { inputs: shape.inputs } : {}),
      })
  }
  return { definitions, equations, orders, broken, suspects }
}

type Sides = { readonly index: number; readonly left: Expression; readonly right: Expression }

/** The lines in the words of the language. */
function inPlainForms(lines: readonly Sides[], text: FieldText): readonly Sides[] {
  const axes = text.axes.map((axis) => axis.name)
  const full = fieldsInFull(lines.flatMap(({ left, right }) => [left, right]), axes) // biome-ignore format: one list
  const heads = new Set(lines.flatMap(({ left }) => (left.kind === 'call' ? [left.name] : [])))
  const values = new Set<string>(text.parameters)
  for (const { left, right } of lines)
    for (const name of [...namesIn(left), ...namesIn(right)]) {
      values.add(name)
      const base = derivativeName(name)?.base
      if (base !== undefined) values.add(base)
    }
  const radial = (e: Expression) => (axes[0] === 'r' ? inRadialForm(e, text.radialDimension ?? 2) : e)
  const plain = (e: Expression) =>
    radial(inPlainForm(e, axes, (name) => full.has(name), (name) => values.has(name) && !heads.has(name))) // biome-ignore format: one call
  return lines.map(({ index, left, right }) => ({
    index,
    // The head of a function of the user stays.
    left: left.kind === 'call' && isOwnFunction(left.name) && !full.has(left.name) ? left : plain(left),
    right: plain(right),
  }))
}

function checkParameters(text: FieldText, say: SayField): void {
  for (const name of text.parameters) {
    const place = ['problem', 'parameters', name]
    const reserved = fieldReserved(name, text)
    if (reserved) say(place, new ExpressionError(`${reserved}; give the parameter another name`, 0, name.length))
    else if (!isName(name) || name.endsWith("'"))
      say(place, new ExpressionError(`"${name}" is not a name: use letters a to z, digits and _, a letter first`, 0, name.length)) // biome-ignore format: one sentence
  }
}

/** Why a name cannot be given to anything in a problem of fields; undefined where it can. */
function fieldReserved(name: string, text: FieldText): string | undefined {
  if (text.axes.some((axis) => axis.name === name)) return `"${name}" is a coordinate`
  if (name === noiseName) return `"${name}" is the noise`
  return reservedName(name)
}

/** Every derivative by time in an expression; the order of `u_xt` is of `u`. */
export function timesIn(expression: Expression): readonly { readonly name: string; readonly order: number }[] {
  const found = timeDerivative(expression)
  if (found) return [found]
  if (expression.kind === 'name') {
    const read = derivativeName(expression.name)
    return read && read.time > 0 ? [{ name: read.base, order: read.time }] : []
  }
  return childrenOf(expression).flatMap(timesIn)
}

/** `D_t = …` and `v_x = …` are derivatives, unless `D` and `v` stand nowhere else and the whole name is used. */
function subscriptedDefinitions(
  lines: readonly { readonly left: Expression; readonly right: Expression }[],
  parameters: ReadonlySet<string>,
): ReadonlySet<string> {
  const used = new Set(
    lines.flatMap(({ left, right }) => [...(left.kind === 'name' ? [] : namesIn(left)), ...namesIn(right)]),
  )
  const lefts = lines.flatMap(({ left }) => (left.kind === 'name' && used.has(left.name) ? [left.name] : []))
  const own = new Set(lefts)
  const isUsed = (base: string) =>
    [...used].some((name) => name === base || (!own.has(name) && derivativeName(name)?.base === base))
  return new Set(
    lefts.filter((name) => {
      const read = parameters.has(name) ? undefined : derivativeName(name)
      return read !== undefined && !name.endsWith("'") && !isUsed(read.base)
    }),
  )
}

interface Shape {
  readonly definition?: string
  readonly inputs?: readonly string[]
  readonly alone?: { readonly name: string; readonly order: number }
}

function shapeOf(left: Expression, renamed: ReadonlySet<string>): Shape {
  if (left.kind === 'name' && renamed.has(left.name)) return { definition: left.name }
  const alone = timeDerivative(left)
  if (alone) return { alone }
  if (left.kind === 'name') {
    const read = derivativeName(left.name)
    return read && read.letters !== '' ? {} : { definition: left.name }
  }
  if (left.kind === 'call' && left.arguments.length > 0 && isOwnFunction(left.name)) {
    const inputs = left.arguments.flatMap((argument) => (argument.kind === 'name' ? [argument.name] : []))
    if (inputs.length === left.arguments.length && new Set(inputs).size === inputs.length)
      return { definition: left.name, inputs }
  }
  return {}
}

function isOwnFunction(name: string): boolean {
  return operatorName(name) === undefined && !Object.hasOwn(functions, name) && derivativeLetters(name) === undefined
}

function leftProblem(
  name: string | undefined,
  order: number,
  text: FieldText,
  orders: ReadonlyMap<string, number>,
  parameters: ReadonlySet<string>,
): string | undefined {
  if (name === undefined) return undefined
  const reserved = fieldReserved(name, text)
  if (reserved) return `${reserved} and cannot be ${order > 0 ? 'an unknown' : 'defined'}; choose another name`
  if (parameters.has(name))
    return order > 0
      ? `"${name}" is a parameter and has no derivative; rename one of the two, or take it out of the parameters`
      : `"${name}" is a parameter already; give the definition another name, or take it out of the parameters`
  const highest = orders.get(name) ?? 0
  if (order === 0 && highest > 0)
    return `"${name}" is both an unknown with a derivative by time and a definition; rename one`
  if (order > 2)
    return `derivatives by time up to the second can be typed; give a lower one a name: v_t = …, ${name}_t = v`
  if (order > 0 && order < highest)
    return `derivatives of "${name}" of different order are typed; keep ${name}_${'t'.repeat(highest)} = … alone: ${name}_t follows from it`
  return undefined
}

function twice(name: string, earlier: number, index: number, alone: Shape['alone']): string {
  const lines = `equations ${earlier + 1} and ${index + 1}`
  return alone
    ? `the derivative of "${name}" stands on the left twice, in ${lines}`
    : `"${name}" is defined twice, in ${lines}`
}

/** left − right; of 0 = e it is e, and of e = 0 too. */
export function residualOf(line: EquationLine): Expression {
  const isZero = (e: Expression) => e.kind === 'number' && e.value === 0
  if (isZero(line.left)) return line.right
  if (isZero(line.right)) return line.left
  return { kind: 'binary', operator: '-', left: line.left, right: line.right }
}
