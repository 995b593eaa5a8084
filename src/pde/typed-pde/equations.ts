import { fieldLatex } from '../../expression/fields/field-latex.ts'
import type { EquationText, ProblemText } from '../problem.ts'
import { listOf, recordOf } from '../typed-ode/parameters.ts'
import { isPeriodicText } from './domain.ts'

/** What a line says, by its left side. */
function captionOf(line: string): string {
  const left = line.split('=', 1)[0]?.trim() ?? ''
  if (/^[+-]?[\d.\s]+$/.test(left)) return 'Holds at every time'
  const second = /^(\w+?)_tt$/.exec(left)
  const first = /^(\w+?)_t$/.exec(left)
  if (second) return `Acceleration of ${second[1]}`
  return first ? `Change of ${first[1]} in time` : `Definition of ${left}`
}

/** The lines that can be read, typeset, with what each says. */
export function typesetFields(section: ProblemText): readonly EquationText[] {
  const lines = listOf(section, 'equations').filter((line): line is string => typeof line === 'string')
  const names = Object.keys(recordOf(section, 'domain')).filter((name) => /^[xyzr]$/.test(name))
  const boundary = recordOf(section, 'boundary')
  const latex = fieldLatex({
    equations: lines,
    axes: names.map((name) => ({ name, isPeriodic: isPeriodicText(boundary[name]) })),
    parameters: Object.keys(recordOf(section, 'parameters')),
  })
  return lines.flatMap((line, i) => {
    const typeset = latex[i]
    return typeset === undefined ? [] : [{ latex: typeset, caption: captionOf(line) }]
  })
}
