import { array, boolean, enum as enumeration, int, number, record, string, union, type ZodType } from 'zod'
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

const box = () =>
  record(string().max(limits.keyCharacters), array(numberText()).length(2, { error: 'must be [from, to]' }))
const parameter = () => string().max(limits.keyCharacters).min(1)
const whole = (most: number) =>
  int({ error: 'must be a whole number' })
    .min(1)
    .max(most, { error: `may be ${most} at most` })
const range = { parameter: parameter(), from: numberText(), to: numberText() }
/** One name or PATH, or a list. */
const names = () =>
  union([string().max(500), array(string().max(500)).min(1).max(500)], { error: 'must be a name, or a list of names' })
/** Crossings of a section, or the states once a period. */
const points = {
  section: string().max(2000),
  direction: enumeration(['up', 'down', 'any']),
  period: numberText(),
  transient: numberText(),
  points: whole(100_000),
}

/** Every study of the format. A field of several studies has the same shape in each. */
export const studies: readonly StudyType[] = [
  { id: 'time', title: 'The solution over time', shape: {} },
  { id: 'steady', title: 'A steady state and its residual', shape: {} },
  {
    id: 'eigenvalues',
    title: 'Eigenvalues and modes of the linearised operator',
    shape: { count: whole(10_000), near: numberText() },
  },
  {
    id: 'equilibria',
    title: 'All equilibria in a box, with eigenvalues and kind',
    shape: { box: box(), starts: whole(100_000) },
  },
  {
    id: 'continuation',
    title: 'Equilibria followed over a parameter, with folds, Hopf and branch points',
    shape: { ...range, box: box(), starts: whole(100_000) },
  },
  {
    id: 'lyapunov',
    title: 'Lyapunov exponents of the attractor',
    shape: { count: whole(10_000), transient: numberText(), interval: numberText() },
  },
  { id: 'poincare', title: 'Points on a section of the attractor, or once a period', shape: points },
  {
    id: 'bifurcation',
    title: 'The attractor over a parameter',
    shape: {
      ...range,
      ...points,
      samples: whole(100_000),
      of: names(),
      extrema: enumeration(['maxima', 'minima', 'both']),
      scan: enumeration(['up', 'down', 'both']),
      carry: boolean({ error: 'must be true or false' }),
    },
  },
  {
    id: 'work-precision',
    title: 'Error against cost of several integrators on this problem',
    shape: {
      steppers: array(string().max(limits.keyCharacters)).min(1).max(40),
      tolerances: array(number()).min(1).max(40),
    },
  },
  {
    id: 'sensitivities',
    title: 'The solution and its derivatives to parameters and initial values over time',
    shape: { of: names() },
  },
]

/** The fields of all studies, each once. */
export function studyFields(): Record<string, ZodType> {
  return Object.fromEntries(
    studies.flatMap(({ shape }) => Object.entries(shape).map(([n, field]) => [n, field.optional()])),
  )
}
