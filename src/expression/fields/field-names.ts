import type { Expression } from '../expression.ts'
import { functionNames } from '../names.ts'

/** Operators of fields, to what they are called here; several words for one are read. */
const operators: Readonly<Record<string, string>> = {
  laplacian: 'laplacian', lap: 'laplacian', laplace: 'laplacian', Laplacian: 'laplacian', del2: 'laplacian',
  grad: 'grad', gradient: 'grad', div: 'div', divergence: 'div', dot: 'dot', curl: 'curl', rot: 'curl',
  biharmonic: 'biharmonic', bilaplacian: 'biharmonic', advect: 'advect', integral: 'integral', mean: 'mean', average: 'mean',
  diff: 'diff', vector: 'vector',
} // biome-ignore format: a table
const shown: readonly string[] = ['laplacian', 'grad', 'div', 'dot', 'curl', 'biharmonic', 'advect', 'integral', 'mean']

/** Order up to which derivatives are typed by letters. */
export const highestDerivative = 4
/** The random number of space–time white noise. */
export const noiseName = 'white'

/** The operator that a word means; undefined where it is none. */
export function operatorName(word: string): string | undefined {
  return Object.hasOwn(operators, word) ? operators[word] : undefined
}

/** Words of one to four letters of these. */
function wordsOf(letters: readonly string[]): readonly string[] {
  const words: string[] = []
  let level = ['']
  for (let length = 1; length <= highestDerivative; length++) {
    level = level.flatMap((word) => letters.map((letter) => `${word}${letter}`))
    words.push(...level)
  }
  return words
}

/** Everything that can be called in an equation on these axes; what is most used first. */
export function fieldFunctions(axes: readonly string[], own: readonly string[]): readonly string[] {
  const derivatives = wordsOf(axes).map((word) => `d${word}`)
  return [...shown, ...own, ...derivatives, 'dt', 'dtt', ...functionNames, ...Object.keys(operators)]
}

/** How many arguments operators take. */
export const operatorCounts: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
  dot: { least: 2, most: 2 },
  advect: { least: 2, most: 2 },
  diff: { least: 2, most: 1 + highestDerivative },
  vector: { least: 1, most: 3 },
}

/** How often each axis is derived along. */
export function ordersOf(letters: string, axes: readonly string[]): readonly number[] {
  return axes.map((axis) => [...letters].filter((letter) => letter === axis).length)
}

/** A name that is a derivative by its last part: of `c_s_xt` the field `c_s`, `x` and one `t`. */
export interface DerivativeName {
  readonly base: string
  /** Letters of axes, as typed. */
  readonly letters: string
  readonly time: number
}

/** How a name can be read as a derivative; undefined where it cannot. `u''` is by the time. */
export function derivativeName(name: string): DerivativeName | undefined {
  const primed = /^(.*[^'])('+)$/.exec(name)
  if (primed?.[1] && primed[2]) return { base: primed[1], letters: '', time: primed[2].length }
  const parts = /^(.+)_([xyzrt]+)$/.exec(name)
  if (!parts?.[1] || !parts[2]) return undefined
  const letters = parts[2].replace(/t/g, '')
  return { base: parts[1], letters, time: parts[2].length - letters.length }
}

/** The letters of a call that is a derivative: `xx` of `dxx`, `n` of `dn`; undefined of any other. */
export function derivativeLetters(call: string): string | undefined {
  return /^d([xyzrtn]{1,4})$/.exec(call)?.[1]
}

/** The time derivative that a node is: `u_t`, `u'`, `dt(u)`, `dtt(u)`, `diff(u, t)`. */
export function timeDerivative(node: Expression): { readonly name: string; readonly order: number } | undefined {
  if (node.kind === 'name') {
    const read = derivativeName(node.name)
    return read && read.time > 0 && read.letters === '' ? { name: read.base, order: read.time } : undefined
  }
  if (node.kind !== 'call') return undefined
  const [first, ...others] = node.arguments
  if (first?.kind !== 'name') return undefined
  if (/^dt+$/.test(node.name) && others.length === 0) return { name: first.name, order: node.name.length - 1 }
  const isTime = others.length > 0 && others.every((by) => by.kind === 'name' && by.name === 't')
  return node.name === 'diff' && isTime ? { name: first.name, order: others.length } : undefined
}
