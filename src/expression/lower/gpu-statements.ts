import type { Graph } from './graph.ts'
import { isTruth, type Operation } from './operations.ts'
import { makeSchedule } from './schedule.ts'

/** JavaScript of the part that gpu.js translates: statements, then the value. */
export interface GpuStatements {
  readonly statements: readonly string[]
  readonly value: string
  /** Whether the function `erf` must be added to the kernel. */
  readonly usesErf: boolean
}

const infix: Readonly<Partial<Record<Operation, string>>> = {
  add: '+', subtract: '-', multiply: '*', divide: '/', less: '<', lessOrEqual: '<=', equal: '==', unequal: '!=', and: '&&', or: '||',
} // biome-ignore format: a table

/** Of a kernel of single precision: error 1.2·10⁻⁷. W. J. Cody's form is longer; this is Numerical Recipes' `erfcc` (6.2). */
export const gpuErf = `function erf(x) {
  const z = Math.abs(x);
  const t = 1.0 / (1.0 + 0.5 * z);
  const p = t * Math.exp(0.0 - z * z - 1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))))))));
  if (x < 0.0) { return p - 1.0; }
  return 1.0 - p;
}`

/** A number as every shading language reads it. */
export function gpuNumber(value: number): string {
  const single = Math.fround(value)
  if (!Number.isFinite(single)) throw new Error(`${value} is not a number of single precision`)
  const text = String(single)
  const point = /[.e]/.test(text) ? text : `${text}.0`
  return single < 0 ? `(0.0 - ${point.slice(1)})` : point
}

/**
 * One value of a graph as statements for a kernel of gpu.js, in single precision: shared parts are kept in constants named `PREFIXn`.
 * @param read text of an input by its slot
 */
export function encodeGpuStatements(
  graph: Graph,
  node: number,
  read: (slot: number) => string,
  prefix: string,
): GpuStatements {
  const isGiven = (id: number) => ['input', 'constant', 'truth'].includes(graph.nodes[id]?.operation ?? '')
  const schedule = makeSchedule(graph, [{ node, index: 0 }], isGiven)
  const held = new Set<number>()
  let usesErf = false
  const text = (id: number): string => {
    if (held.has(id)) return isTruth(graph.nodes[id]?.operation ?? 'constant') ? `(${prefix}${id} > 0.5)` : `${prefix}${id}` // biome-ignore format: one choice
    return own(id)
  }
  const own = (id: number): string => {
    const one = graph.nodes[id]
    if (!one) throw new Error(`the graph has no node ${id}`)
    const { operation, operands, value } = one
    const [a = '', b = '', c = ''] = operands.map(text)
    const sign = infix[operation]
    if (sign) return `(${a} ${sign} ${b})`
    switch (operation) {
      case 'constant':
        return gpuNumber(value)
      case 'truth':
        return value === 0 ? '(0.0 > 1.0)' : '(1.0 > 0.0)'
      case 'input':
        return read(value)
      case 'negate':
        return `(0.0 - ${a})`
      case 'not':
        return `(!${a})`
      case 'number':
        return `(${a} ? 1.0 : 0.0)`
      case 'select':
        return `(${a} ? ${b} : ${c})`
      // The hardware's own give NaN where e^x is beyond single precision.
      case 'tanh':
        return `Math.tanh(Math.max(Math.min(${a}, 12.0), (0.0 - 12.0)))`
      case 'erf':
        usesErf = true
        return `erf(${a})`
      default:
        return `Math.${operation}(${operands.map(text).join(', ')})`
    }
  }
  const statements: string[] = []
  let value = ''
  for (const statement of schedule.statements) {
    if (statement.output !== undefined) {
      value = text(statement.node)
      continue
    }
    const id = statement.node
    const made = own(id)
    statements.push(`const ${prefix}${id} = ${isTruth(graph.nodes[id]?.operation ?? 'constant') ? `(${made} ? 1.0 : 0.0)` : made};`) // biome-ignore format: one statement
    held.add(id)
  }
  return { statements, value, usesErf }
}
