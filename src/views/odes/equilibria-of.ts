import type { StudyResult } from '../../core/simulation.ts'
import type { EquilibriumMark } from '../plots/phase-portrait.ts'

/** The equilibria that a study of that type found, with what is known of their stability; none of another study. */
export function equilibriaOf(study: StudyResult | undefined): readonly EquilibriumMark[] {
  if (study?.type !== 'equilibria') return []
  const list: unknown = study.equilibria
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown): EquilibriumMark[] => {
    const { state, kind, stability, isStable, stable } = Object(entry)
    if (typeof state !== 'object' || state === null) return []
    const numbers = Object.entries(state).filter((pair): pair is [string, number] => typeof pair[1] === 'number')
    const words = typeof kind === 'string' ? kind : typeof stability === 'string' ? stability : 'equilibrium'
    const said = [isStable, stable].find((each) => typeof each === 'boolean')
    return [
      { state: Object.fromEntries(numbers), kind: words, isStable: said ?? /^(asymptotically )?stable/i.test(words) },
    ]
  })
}
