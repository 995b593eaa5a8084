import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { snippetCompletion } from '@codemirror/autocomplete'
import { StreamLanguage } from '@codemirror/language'
import { derivativeName, operatorName } from '../../expression/fields/field-names.ts'
import type { FieldOutline } from '../../expression/fields/outline-fields.ts'
import { functionNames, isConstantName } from '../../expression/names.ts'
import { callOf } from '../editors/function-calls.ts'

/** What names mean besides functions and operators: told from the text, the domain and the table of parameters. */
export interface FieldVocabulary {
  readonly axes: readonly string[]
  readonly parameters: readonly string[]
  outline(lines: readonly string[]): FieldOutline
}

const words = new Set(['and', 'or', 'not', 'if'])
const coordinates = new Set(['x', 'y', 'z', 'r', 't'])

/** Colours by kind of word: operators of fields and functions, derivatives, coordinates, constants, numbers, the noise. */
export const fieldLanguage = StreamLanguage.define({
  name: 'fields',
  token(stream) {
    if (stream.eatSpace()) return null
    if (stream.match(/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/)) return 'number'
    const name = stream.match(/^[A-Za-z_π][A-Za-z0-9_]*'*/)
    if (name && typeof name === 'object') {
      const [text] = name
      if (words.has(text) || text === 'white') return 'keyword'
      const isCalled = /^\s*\(/.test(stream.string.slice(stream.pos))
      const isOperator = operatorName(text) !== undefined || /^d[xyzrtn]{1,4}$/.test(text)
      if (isCalled && (isOperator || functionNames.includes(text))) return 'typeName'
      if (coordinates.has(text) || isConstantName(text)) return 'atom'
      return derivativeName(text) === undefined ? 'variableName' : 'variableName.definition'
    }
    stream.next()
    return 'operator'
  },
})

const operators = [
  ['laplacian', 'laplacian(u): ∇²u'],
  ['div', 'div(D*grad(u)): divergence of a flux'],
  ['grad', 'grad(u): gradient'],
  ['dot', 'dot(grad(u), grad(v))'],
  ['biharmonic', 'biharmonic(u): ∇⁴u'],
  ['integral', 'integral(u) over the domain'],
  ['mean', 'mean(u) over the domain'],
] as const

const planar = [['curl', 'curl(vector(a, b))'], ['advect', 'advect(vector(a, b), u): (v·∇)u']] as const // biome-ignore format: a table

/** Lines to begin with; the parts in braces are filled in one after the other. */
const templates: readonly Completion[] = [
  snippetCompletion('#{u}_t = #{D}*laplacian(#{u}) + #{f}', { label: 'reaction–diffusion', detail: 'u_t = D∇²u + f', type: 'text' }),
  snippetCompletion('#{u}_tt = #{c}^2*laplacian(#{u})', { label: 'wave', detail: 'u_tt = c²∇²u', type: 'text' }),
  snippetCompletion('#{u}_t = -div(#{a}*#{u})', { label: 'conservation law', detail: 'u_t = −div(flux)', type: 'text' }),
  snippetCompletion('0 = laplacian(#{p}) - #{f}', { label: 'constraint (Poisson)', detail: '0 = ∇²p − f', type: 'text' }),
] // biome-ignore format: a table

/** Completion: unknowns with their derivatives, definitions, parameters, coordinates, operators, functions; templates on an empty line. */
export function completeField(vocabulary: () => FieldVocabulary) {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[A-Za-z_][A-Za-z0-9_]*/)
    const line = context.state.doc.lineAt(context.pos)
    const isStart = line.text.slice(0, context.pos - line.from).trim() === (word?.text ?? '')
    if (!word) return context.explicit && isStart ? { from: context.pos, options: templates } : null
    const { axes, parameters, outline } = vocabulary()
    const { unknowns, secondOrder, definitions } = outline(context.state.doc.toString().split('\n'))
    const entry = (label: string, type: string, detail: string, boost = 0): Completion => ({
      label,
      type,
      detail,
      boost,
    })
    const call = (label: string, detail: string, boost: number): Completion => ({ ...entry(label, 'function', detail, boost), apply: `${label}(` }) // biome-ignore format: record
    const derivatives = unknowns.flatMap((name) => [
      ...axes.flatMap((axis) => [entry(`${name}_${axis}`, 'property', `∂${name}/∂${axis}`), entry(`${name}_${axis}${axis}`, 'property', `∂²${name}/∂${axis}²`)]),
      entry(`${name}_t`, 'property', `∂${name}/∂t`),
      ...(secondOrder.includes(name) ? [entry(`${name}_tt`, 'property', `∂²${name}/∂t²`)] : []),
    ]) // biome-ignore format: a list
    const options = [
      ...unknowns.map((name) => entry(name, 'variable', 'unknown', 3)),
      ...definitions.map((name) => entry(name, 'variable', 'definition', 2)),
      ...parameters.map((name) => entry(name, 'constant', 'parameter', 2)),
      ...derivatives,
      ...[...operators, ...(axes.length > 1 ? planar : [])].map(([name, detail]) => call(name, detail, 1)),
      ...axes.map((axis) => entry(axis, 'constant', 'coordinate')),
      entry('t', 'constant', 'time'),
      entry('pi', 'constant', '3.14159…'),
      entry('white', 'keyword', 'space–time white noise (Itô)'),
      ...functionNames.map((name) => call(name, callOf(name), 0)),
      ...(isStart ? templates : []),
    ]
    const seen = new Set<string>([word.text])
    const own = options.filter(({ label }) => !seen.has(label) && seen.add(label))
    return { from: word.from, options: own, validFor: /^[A-Za-z_][A-Za-z0-9_]*$/ }
  }
}
