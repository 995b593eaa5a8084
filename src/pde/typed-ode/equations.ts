import { parseEquation } from '../../expression/equation.ts'
import { ExpressionError } from '../../expression/expression-error.ts'
import { equationLatex } from '../../expression/latex.ts'
import type { EquationText, ProblemText } from '../problem.ts'
import { listOf } from './parameters.ts'

const captions = {
  derivative: (name: string) => `Change of ${name} in time`,
  definition: (name: string) => `Definition of ${name}`,
  constraint: () => 'Holds at every time',
}

/** The lines that can be read, typeset, with what each says. */
export function typesetLines(section: ProblemText): readonly EquationText[] {
  return listOf(section, 'equations').flatMap((line): EquationText[] => {
    if (typeof line !== 'string') return []
    try {
      const equation = parseEquation(line)
      const name = equation.kind === 'constraint' ? '' : equation.name
      return [{ latex: equationLatex(equation), caption: captions[equation.kind](name) }]
    } catch (error) {
      if (error instanceof ExpressionError) return []
      throw error
    }
  })
}
