import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { StreamLanguage } from '@codemirror/language'
import { functionNames, isConstantName } from '../../expression/names.ts'
import { outlineOde } from '../../expression/ode-outline.ts'
import { callOf } from '../editors/function-calls.ts'
import { linesOf } from '../editors/lines.ts'

/** What names mean besides functions and constants: told from the text and the table of parameters. */
export interface Vocabulary {
  readonly parameters: readonly string[]
}

const words = new Set(['and', 'or', 'not', 'if'])

/** Colours by kind of word: functions, constants, numbers, operators, unknowns with primes. */
export const equationLanguage = StreamLanguage.define({
  name: 'equations',
  token(stream) {
    if (stream.eatSpace()) return null
    if (stream.match(/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/)) return 'number'
    const name = stream.match(/^[A-Za-z_π][A-Za-z0-9_]*(['’′″]*)/)
    if (name && typeof name === 'object') {
      const [text, primes] = name
      if (primes) return 'variableName.definition'
      if (words.has(text)) return 'keyword'
      if (functionNames.includes(text) && /^\s*\(/.test(stream.string.slice(stream.pos))) return 'typeName'
      return isConstantName(text) || text === 't' ? 'atom' : 'variableName'
    }
    stream.next()
    return 'operator'
  },
})

/** Completion: unknowns and definitions of the text, parameters, constants, functions. */
export function completeEquation(vocabulary: () => Vocabulary) {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[A-Za-z_][A-Za-z0-9_]*'*/)
    if (!word || (word.from === word.to && !context.explicit)) return null
    const { states, definitions } = outlineOde(linesOf(context.state.doc.toString()))
    const entry = (label: string, type: string, detail: string): Completion => ({ label, type, detail })
    const options = [
      ...states.map((name) => entry(name, 'variable', 'unknown')),
      ...definitions.map((name) => entry(name, 'variable', 'definition')),
      ...vocabulary().parameters.map((name) => entry(name, 'constant', 'parameter')),
      entry('t', 'constant', 'time'),
      entry('pi', 'constant', '3.14159…'),
      ...functionNames.map((name) => ({
        ...entry(name, 'function', callOf(name)),
        apply: `${name}(`,
      })),
    ]
    // The word being typed on the left of its own line is no suggestion for itself.
    return { from: word.from, options: options.filter(({ label }) => label !== word.text), validFor: /^[A-Za-z_][A-Za-z0-9_]*'*$/ } // biome-ignore format: record
  }
}
