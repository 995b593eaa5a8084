import type { EquationText, ProblemText } from '../problem.ts'

/** The lines that can be read, typeset, with what each says. */
export function typesetFields(_section: ProblemText): readonly EquationText[] {
  return []
}
