import type { Json, StudyResult } from '../../core/simulation.ts'
import type { EquilibriumMark } from '../plots/phase-portrait.ts'
import { listOf, recordOf, textOf } from '../studies/read-study.ts'

/** The equilibria that a study `equilibria`, `steady` or `eigenvalues` found, with what is known of their stability; none of another study. */
export function equilibriaOf(study: StudyResult | undefined): readonly EquilibriumMark[] {
  if (study?.type === 'equilibria') return listOf(study.equilibria).flatMap(markOf)
  return study?.type === 'steady' || study?.type === 'eigenvalues' ? markOf({ ...study }) : []
}

function markOf(entry: Json): readonly EquilibriumMark[] {
  const { state, kind, isStable } = recordOf(entry)
  const numbers = Object.entries(recordOf(state)).filter(
    (pair): pair is [string, number] => typeof pair[1] === 'number',
  )
  if (numbers.length === 0) return []
  return [{ state: Object.fromEntries(numbers), kind: textOf(kind) || 'equilibrium', isStable: isStable === true }]
}
