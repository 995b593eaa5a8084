import { zero } from './build.ts'
import { type Equation, parseEquation, readLeft } from './equation.ts'
import { attempt, ExpressionError } from './expression-error.ts'
import { isName, namesIn, reservedName } from './names.ts'
import type { OdeText, Say } from './ode-text.ts'

type Line<Kind extends Equation['kind']> = Equation & { readonly kind: Kind; readonly index: number }

/** The lines of a system by kind, each name once. */
export interface OdeLines {
  /** Highest derivative of each unknown. */
  readonly derivatives: readonly Line<'derivative'>[]
  readonly definitions: readonly Line<'definition'>[]
  readonly constraints: readonly Line<'constraint'>[]
  /** A line could not be used: what only follows from that is not to be reported. */
  readonly broken: boolean
  /** Names left of the sign in such lines. */
  readonly suspects: readonly string[]
}

const highestOrder = 4

/** Reads the lines and finds what contradicts itself on their left sides. */
export function readLines(text: OdeText, say: Say): OdeLines {
  const parameters = new Set(text.parameters)
  for (const name of text.parameters) {
    const reserved = reservedName(name)
    if (reserved)
      say({ where: 'parameters', index: name }, new ExpressionError(`${reserved}; give the parameter another name`, 0, name.length)) // biome-ignore format: one sentence
    else if (!isName(name) || name.endsWith("'"))
      say(
        { where: 'parameters', index: name },
        new ExpressionError(
          `"${name}" is not a name: use letters a to z, digits and _, a letter first`,
          0,
          name.length,
        ),
      )
  }
  let broken = false
  const suspects: string[] = []
  const read = text.equations.map((line, index): Equation | undefined => {
    const equation = attempt(say, { where: 'equations', index }, () => parseEquation(line))
    if (equation) return equation
    broken = true
    const sign = line.indexOf('=')
    const left = sign < 0 ? undefined : readLeft(line.slice(0, sign).trim())
    if (left === undefined)
      for (const name of line.slice(0, Math.max(sign, 0)).match(/[A-Za-z_]\w*'*/g) ?? [])
        suspects.push(name, name.replace(/'+$/, ''))
    // The right side is at fault: the name on the left is still known to the other lines.
    return left && { ...left, leftSpan: { from: 0, to: Math.max(sign, 1) }, right: zero }
  })
  const equations = settleSubscripts(read)
  if (equations.length === 0)
    say({ where: 'equations', index: 0 }, new ExpressionError("there is no equation; write one like x' = -x", 0))

  const derivatives: Line<'derivative'>[] = []
  const definitions: Line<'definition'>[] = []
  const constraints: Line<'constraint'>[] = []
  const owners = new Map<string, Line<'derivative'> | Line<'definition'>>()
  equations.forEach((equation, index) => {
    if (equation === undefined) return
    if (equation.kind === 'constraint') {
      constraints.push({ ...equation, index })
      return
    }
    const line = { ...equation, index }
    const problem = leftProblem(line, parameters, owners.get(line.name))
    if (problem) {
      const { from, to } = equation.leftSpan
      say({ where: 'equations', index }, new ExpressionError(problem, from, to))
      broken = true
      suspects.push(line.name)
      return
    }
    owners.set(line.name, line)
    if (line.kind === 'derivative') derivatives.push(line)
    else definitions.push(line)
  })
  if (equations.length > 0 && derivatives.length === 0 && !broken && !equations.some(mentionsDerivative))
    say(
      { where: 'equations', index: 0 },
      new ExpressionError("no equation has a derivative on its left; write one like x' = -x", 0),
    )
  return { derivatives, definitions, constraints, broken, suspects }
}

function mentionsDerivative(equation: Equation | undefined): boolean {
  if (equation === undefined) return false
  return equation.kind === 'derivative' || [...namesIn(equation.right)].some((name) => name.endsWith("'"))
}

/** `v_t = …` is a derivative in the way of fields, unless the name `v_t` itself is used, or `v` nowhere. */
function settleSubscripts(equations: readonly (Equation | undefined)[]): readonly (Equation | undefined)[] {
  const used = new Set<string>()
  for (const equation of equations) if (equation) for (const name of namesIn(equation.right)) used.add(name)
  const hasOther = equations.some((e) => e?.kind === 'derivative' && e.with === undefined)
  return equations.map((equation) => {
    if (equation?.kind !== 'derivative' || equation.with === undefined) return equation
    const written = `${equation.name}_${'t'.repeat(equation.order)}`
    if (!used.has(written) && (used.has(equation.name) || !hasOther)) return equation
    return { kind: 'definition', name: written, leftSpan: equation.leftSpan, right: equation.right }
  })
}

function leftProblem(
  line: Line<'derivative'> | Line<'definition'>,
  parameters: ReadonlySet<string>,
  earlier: Line<'derivative'> | Line<'definition'> | undefined,
): string | undefined {
  const { name } = line
  const reserved = reservedName(name)
  if (reserved)
    return `${reserved} and cannot be ${line.kind === 'derivative' ? 'an unknown' : 'defined'}; choose another name`
  if (parameters.has(name))
    return line.kind === 'derivative'
      ? `"${name}" is a parameter and has no derivative; rename one of the two, or take it out of the parameters`
      : `"${name}" is a parameter already; give the definition another name, or take it out of the parameters`
  const order = line.kind === 'derivative' ? line.order : 0
  if (order > highestOrder)
    return `derivatives up to order ${highestOrder} can be typed; define a new unknown for a lower derivative of ${name}`
  if (earlier === undefined) return undefined
  const lines = `equations ${earlier.index + 1} and ${line.index + 1}`
  if (earlier.kind !== line.kind) return `"${name}" is both an unknown and a definition (${lines}); rename one`
  if (earlier.kind === 'definition') return `"${name}" is defined twice, in ${lines}`
  if (earlier.order === order) return `the derivative of "${name}" stands on the left twice, in ${lines}`
  const highest = `${name}${"'".repeat(Math.max(order, earlier.order))}`
  return `derivatives of "${name}" of different order stand on the left (${lines}); keep ${highest} = … alone: the lower ones follow from it`
}
