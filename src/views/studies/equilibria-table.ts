import type { Json, StudyResult } from '../../core/simulation.ts'
import { numberText } from '../plots/number-text.ts'
import { listOf, numberOf, recordOf, textOf } from './read-study.ts'

/** Rows of text under headings: one row an equilibrium. */
export interface EquilibriaTable {
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** `0.094 ± 10.2 i`; pairs stand once. */
export function eigenvalueTexts(values: Json | undefined, digits = 4): readonly string[] {
  return listOf(values).flatMap((pair): string[] => {
    const [re, im] = listOf(pair).map(numberOf)
    if (re === undefined || im === undefined || im < 0) return []
    return [im === 0 ? numberText(re, digits) : `${numberText(re, digits)} ± ${numberText(im, digits)} i`]
  })
}

/** State, kind, eigenvalues and residual of the equilibria that a study `equilibria` or `steady` found; empty of another. */
export function equilibriaTable(study: StudyResult | undefined): EquilibriaTable {
  const list = study?.type === 'equilibria' ? listOf(study.equilibria) : study?.type === 'steady' ? [study] : []
  const entries = list.map((entry) => recordOf(entry))
  const unknowns = Object.keys(recordOf(entries[0]?.state))
  return {
    headings: [...unknowns, 'kind', 'eigenvalues', 'residual'],
    rows: entries.map((entry) => [
      ...unknowns.map((name) => numberText(numberOf(recordOf(entry.state)[name]), 6)),
      textOf(entry.kind),
      eigenvalueTexts(entry.eigenvalues).join(', '),
      numberText(numberOf(entry.residual), 2),
    ]),
  }
}
