import { int, number, string, union, type ZodType } from 'zod'
import { limits } from './limits.ts'

/** A question that can be asked of a problem, as `study.type` names it. Which problems answer it is said by their bindings. */
export interface StudyType {
  readonly id: string
  readonly title: string
  /** What may stand beside `type`. */
  readonly shape: Readonly<Record<string, ZodType>>
}

const numberText = () =>
  union([number(), string().max(limits.numberText)], { error: 'must be a number, or a text like "8/3"' })

/** Every study of the format. */
export const studies: readonly StudyType[] = [
  { id: 'time', title: 'The solution over time', shape: {} },
  { id: 'steady', title: 'A steady state and its residual', shape: {} },
  {
    id: 'eigenvalues',
    title: 'Eigenvalues and modes of the linearised operator',
    shape: { count: int().min(1).max(10_000), near: numberText() },
  },
]

/** The fields of all studies, each once. */
export function studyFields(): Record<string, ZodType> {
  return Object.fromEntries(
    studies.flatMap(({ shape }) => Object.entries(shape).map(([n, field]) => [n, field.optional()])),
  )
}
