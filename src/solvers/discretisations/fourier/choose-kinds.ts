import type { Domain } from '../../../core/domain.ts'
import { isNumber } from '../../../expression/build.ts'
import type { BoundaryCondition, FieldEquations } from '../../../expression/fields/field-equations.ts'
import type { AxisKind } from './operator.ts'

const sideName = (axis: string, end: 'from' | 'to') => `${axis}${end === 'from' ? '-' : '+'}`

/**
 * The series that each unknown has along each axis, from its conditions: Fourier where periodic, sines where it is zero at both ends,
 * cosines where its slope is. `refusal` says why there is none.
 */
export function seriesOf(
  equations: FieldEquations,
  domain: Domain,
): { readonly kinds: readonly (readonly AxisKind[])[] } | { readonly refusal: string } {
  if (equations.axes.includes('r'))
    return { refusal: 'a radial axis has no Fourier, cosine or sine series; finite differences do it' }
  if (equations.levelSet) return { refusal: 'Fourier, cosine and sine series need a whole box, no part of one' }
  const kinds: AxisKind[][] = []
  for (const [unknown, name] of equations.unknowns.entries()) {
    const own: AxisKind[] = []
    const conditions = equations.velocityOf[unknown] ?? unknown
    for (const [axis, { isPeriodic, name: axisName }] of domain.axes.entries()) {
      if (isPeriodic) {
        own.push('fourier')
        continue
      }
      const ends = (['from', 'to'] as const).map((end) =>
        endKind(
          equations.boundary.filter(
            ({ side, unknown: of }) => of === conditions && side !== 'inside' && side.axis === axis && side.end === end,
          ),
          `${name} at ${sideName(axisName, end)}`,
        ),
      )
      for (const end of ends) if ('refusal' in end) return end
      const [from, to] = ends.map((end) => ('kind' in end ? end.kind : undefined))
      if (from !== to || !from)
        return { refusal: `${name} is zero at one end of ${axisName} and has zero slope at the other: a series needs the same at both; finite differences or Chebyshev do it` } // biome-ignore format: a sentence
      own.push(from)
    }
    kinds.push(own)
  }
  return { kinds }
}

/** Sines for u = 0 (and ∇²u = 0), cosines for ∂u/∂n = 0 (and ∂∇²u/∂n = 0). */
function endKind(
  conditions: readonly BoundaryCondition[],
  where: string,
): { readonly kind: 'cosine' | 'sine' } | { readonly refusal: string } {
  const kinds = new Set(conditions.map(({ kind }) => kind))
  if (kinds.has('robin'))
    return { refusal: `${where} has a Robin condition, which no series keeps; finite differences or Chebyshev do` }
  if (conditions.some(({ rightSide }) => !isNumber(rightSide, 0)))
    return { refusal: `${where} is held at something other than zero, which a sine or cosine series cannot do; finite differences or Chebyshev can` } // biome-ignore format: a sentence
  if (kinds.size > 1) return { refusal: `${where} has both its value and its slope fixed, which no series keeps; finite differences or Chebyshev do` } // biome-ignore format: a sentence
  if (conditions.length > 0 && new Set(conditions.map(({ of }) => of)).size < conditions.length)
    return { refusal: `${where} has the same condition twice` }
  return { kind: kinds.has('dirichlet') ? 'sine' : 'cosine' }
}

/** `fourier`, `cosine` or `sine`: what the bounded axes have, for the report; the first that is not periodic decides. */
export function spaceOf(kinds: readonly (readonly AxisKind[])[]): 'fourier' | 'cosine' | 'sine' {
  const all = kinds.flat()
  return all.includes('sine') ? 'sine' : all.includes('cosine') ? 'cosine' : 'fourier'
}
