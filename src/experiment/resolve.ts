import { type InputError, InvalidInput } from '../core/errors.ts'
import { linspace, logspace } from '../core/field.ts'
import { suggestName } from '../core/nearest.ts'
import { findProblem } from '../pde/catalogue.ts'
import { isUnit, resolveNumber } from '../pde/number.ts'
import type {
  Choice,
  ParameterDescription,
  ParameterValue,
  ParameterValues,
  Problem,
  ProblemValues,
} from '../pde/problem.ts'
import type { Experiment, NumberText, ProblemSection, TimeSection } from './experiment.ts'
import { fileNumbers, type Inputs } from './inputs.ts'
import { forbiddenKeys, formatPath, getAt } from './path.ts'
import { parseProgram } from './program.ts'

const unitText = (unit: string) => (unit === '1' || unit === '' ? '' : ` ${unit}`)

/** The value of one parameter, checked against its description. */
function resolveValue(
  p: ParameterDescription,
  value: unknown,
  path: string,
  errors: InputError[],
): ParameterValue | undefined {
  if (p.kind === 'boolean') {
    if (typeof value === 'boolean') return value
    errors.push({ path, message: 'must be true or false' })
    return undefined
  }
  if (p.kind === 'choice') {
    const choices = p.choices ?? []
    if (typeof value === 'string' && choices.includes(value)) return value
    errors.push({ path, message: `"${String(value)}" is not a choice${suggestName(String(value), choices)}` })
    return undefined
  }
  if (p.kind === 'text') {
    if (typeof value === 'string' && value.trim() !== '') return value
    errors.push({ path, message: 'must be a text that is not empty' })
    return undefined
  }
  const before = errors.length
  const number = resolveNumber(value, p.unit, path, errors)
  if (errors.length > before) return undefined
  const here = `here it is ${number}${unitText(p.unit)}`
  if (p.kind === 'integer' && !Number.isInteger(number))
    errors.push({ path, message: `must be a whole number; ${here}` })
  else if (p.minimum !== undefined && number < p.minimum)
    errors.push({ path, message: `must be at least ${p.minimum}${unitText(p.unit)}; ${here}` })
  else if (p.exclusiveMinimum !== undefined && number <= p.exclusiveMinimum)
    errors.push({ path, message: `must be above ${p.exclusiveMinimum}${unitText(p.unit)}; ${here}` })
  else if (p.maximum !== undefined && number > p.maximum)
    errors.push({ path, message: `must be at most ${p.maximum}${unitText(p.unit)}; ${here}` })
  else return number
  return undefined
}

/** Parameters of one section: given values resolved, defaults filled in, choices ("exactly two of ka kd K") counted. */
export function resolveParameters(
  given: Readonly<Record<string, unknown>>,
  parameters: readonly ParameterDescription[],
  choices: readonly Choice[],
  path: readonly (string | number)[],
  errors: InputError[],
): ParameterValues {
  const values: Record<string, ParameterValue> = {}
  const chosen = choices.flatMap((choice) => choice.names)
  for (const p of parameters) {
    const own = Object.hasOwn(given, p.name) ? given[p.name] : undefined
    const isLong = typeof own === 'object' && own !== null
    const value = isLong ? getAt(own, ['value']) : own
    const at = formatPath(isLong ? [...path, p.name, 'value'] : [...path, p.name])
    if (value !== undefined) {
      const resolved = resolveValue(p, value, at, errors)
      if (resolved !== undefined) values[p.name] = resolved
    } else if (chosen.includes(p.name)) continue
    else if (p.default !== undefined) values[p.name] = p.default
    else if (p.required)
      errors.push({
        path: at,
        message: `is missing: ${p.label.toLowerCase()}${p.unit === '1' || p.kind !== 'number' ? '' : ` in ${p.unit}`}`,
      })
  }
  for (const choice of choices) {
    const there = choice.names.filter((name) => Object.hasOwn(given, name) && given[name] !== undefined)
    if (there.length === choice.count) continue
    const counted =
      choice.count === choice.names.length
        ? 'all'
        : choice.count === 1
          ? 'one'
          : choice.count === 2
            ? 'two'
            : `${choice.count}`
    const have =
      there.length === 0
        ? 'none is given'
        : there.length > choice.count
          ? `${there.join(', ')} are given: remove ${there.length - choice.count === 1 ? 'one' : 'some'}`
          : `only ${there.join(', ')} is given`
    errors.push({
      path: formatPath(path),
      message: `give exactly ${counted} of ${choice.names.join(', ')} (${choice.because}); ${have}`,
    })
  }
  return values
}

/** Of files, markup and roles (`y:NAME`), and what cannot be seen: controls, changes of direction, blanks without width. */
const notInNames = /["\\:;<>|*?`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

const showCharacter = (character: string) =>
  /[\p{C}\p{Z}]/u.test(character)
    ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    : JSON.stringify(character)

/** Names of components are columns of scalars.csv and arrays of frames.zarr. Chemists write "1,2-dichlorobenzene", "m/p-xylene". */
function checkNames(components: readonly ParameterValues[], errors: InputError[]): void {
  const seen = new Set<string>()
  components.forEach((component, i) => {
    const name = component.name
    if (typeof name !== 'string') return
    const path = `problem.components.${i}.name`
    const character = [...name].find((one) => notInNames.test(one))
    if (character !== undefined)
      errors.push({
        path,
        message: `${JSON.stringify(name)} has the character ${showCharacter(character)}, which a name cannot have; letters of any language, digits, spaces and , ' ( ) [ ] / - + . _ are fine`,
      })
    else if (name.length > 60) errors.push({ path, message: `the name has ${name.length} characters; 60 are allowed` })
    else if (name.trim() !== name || name.startsWith('.') || forbiddenKeys.includes(name))
      errors.push({ path, message: `"${name}" cannot name a column: it begins or ends with a blank, begins with a dot, or has a meaning of its own in programs` }) // biome-ignore format: one sentence
    else if (['t', 'x', 'time', 'sum'].includes(name))
      errors.push({ path, message: `"${name}" has a meaning of its own in the results; choose another name` })
    else if (seen.has(name))
      errors.push({ path, message: `there are two components called "${name}"; give each its own name` })
    seen.add(name)
  })
}

const specialised = new WeakMap<ProblemSection, Problem>()

/**
 * The catalogue's problem of an experiment that was parsed; of a problem typed as text the description that follows from the text,
 * made once a section.
 */
export function problemOf({ problem: section }: Experiment): Problem {
  const problem = findProblem(section.id)
  if (!problem) throw new InvalidInput([{ path: 'problem.id', message: `there is no problem "${section.id}"` }])
  if (!problem.specialise) return problem
  const own = specialised.get(section) ?? problem.specialise({ ...section })
  specialised.set(section, own)
  return own
}

/** `time.from`; 0 where it cannot be read, which the time section itself says. */
function startOf(experiment: Experiment): number {
  const from = experiment.time?.from
  const errors: InputError[] = []
  const start = from === undefined ? 0 : resolveNumber(from, timeUnitOf(experiment), 'time.from', errors)
  return errors.length === 0 ? start : 0
}

/** As `resolveProblem`, with the errors beside the values instead of thrown: for forms. */
export function tryResolveProblem(
  experiment: Experiment,
  inputs: Inputs,
): { readonly values: ProblemValues; readonly errors: readonly InputError[] } {
  const problem = problemOf(experiment)
  const errors: InputError[] = []
  const section = experiment.problem
  const parameters = resolveParameters(
    section.parameters ?? {},
    problem.parameters,
    problem.choices,
    ['problem', 'parameters'],
    errors,
  )
  const list = section.components ?? []
  const table = problem.components
  if (table && list.length === 0)
    errors.push({ path: 'problem.components', message: 'is empty; at least one component is needed' })
  const components = table
    ? list.map((c, i) => resolveParameters(c, table.parameters, table.choices, ['problem', 'components', i], errors))
    : []
  checkNames(components, errors)
  const program = problem.program ? parseProgram(section.program, problem.program, inputs, errors) : undefined
  const read = problem.read?.({ ...section }, parameters, {
    observe: experiment.observe ?? {},
    seed: experiment.seed ?? 0,
    from: startOf(experiment),
    timeUnit: timeUnitOf(experiment),
    file: (name) => fileNumbers(inputs, name),
  })
  errors.push(...(read?.errors ?? []))
  const values: ProblemValues = {
    parameters,
    components,
    ...(program ? { program } : {}),
    ...(read?.ode ? { ode: read.ode } : {}),
    ...(read?.bodies ? { bodies: read.bodies } : {}),
    ...(read?.fields ? { fields: read.fields } : {}),
  }
  if (errors.length === 0) errors.push(...problem.check(values))
  return { values, errors }
}

/**
 * The problem section with every unit resolved, every default filled in, every rule of the problem checked.
 * @throws InvalidInput naming each field and the remedy
 */
export function resolveProblem(experiment: Experiment, inputs: Inputs): ProblemValues {
  const { values, errors } = tryResolveProblem(experiment, inputs)
  if (errors.length > 0) throw new InvalidInput(errors)
  return values
}

/** `from`, `to` and the saved times of an experiment, in `unit`. */
export interface ResolvedTime {
  readonly unit: string
  readonly from: number
  readonly to: number
  readonly times: Float64Array
}

/** The unit of every time of an experiment: seconds, or what a typed problem says ('1': none). */
export function timeUnitOf(experiment: Experiment): string {
  return problemOf(experiment).isTimeUnitFree ? (experiment.time?.unit ?? '1') : 's'
}

/**
 * The saved times: `samples` equidistant (or logarithmic) ones, both ends included, or the exact ones of `at`.
 * Without a `time` section those of the problem.
 * @throws InvalidInput
 */
export function resolveTime(experiment: Experiment): Float64Array {
  return resolveTimeSection(experiment).times
}

/** As `resolveTime`, with the ends. */
export function resolveTimeSection(experiment: Experiment): ResolvedTime {
  const errors: InputError[] = []
  const { time: fallback, isTimeUnitFree, isTimeless } = problemOf(experiment)
  const section: TimeSection = experiment.time ?? { ...fallback }
  const unit = timeUnitOf(experiment)
  if (section.unit !== undefined) {
    if (!isTimeUnitFree) errors.push({ path: 'time.unit', message: 'this problem has seconds; remove the field' })
    else if (!isUnit(section.unit))
      errors.push({ path: 'time.unit', message: `"${section.unit}" is not a unit that is known here` })
  }
  const read = (value: NumberText | undefined, name: string, otherwise: number) =>
    value === undefined ? otherwise : resolveNumber(value, unit, `time.${name}`, errors)
  const from = read(section.from, 'from', 0)
  const at = section.at?.map((value, i) => resolveNumber(value, unit, `time.at.${i}`, errors))
  if (isTimeless && errors.length === 0) return { unit, from, to: from, times: Float64Array.of(from) }
  const to = read(section.to, 'to', at?.at(-1) ?? fallback.to)
  const give = (path: string, message: string) => errors.push({ path, message })
  if (at) {
    if (section.samples !== undefined) give('time.samples', 'give either `samples` or `at`, not both')
    if (section.spacing !== undefined) give('time.spacing', 'has no meaning beside `at`')
    at.forEach((value, i) => {
      if (i > 0 && value <= (at[i - 1] ?? 0))
        give(`time.at.${i}`, `the times must rise; ${value} stands after ${at[i - 1]}`)
    })
    if (at[0] !== undefined && at[0] < from) give('time.at.0', `lies before time.from = ${from}`)
    if (at.length > 0 && (at.at(-1) ?? 0) > to) give('time.to', `lies before the last time of \`at\`, ${at.at(-1)}`)
  } else if (to <= from)
    give('time.to', `must be after time.from = ${from}${unitText(unit)}; here it is ${to}${unitText(unit)}`)
  if (section.spacing === 'log' && from <= 0) give('time.from', 'logarithmic spacing needs a start above 0')
  if (errors.length > 0) throw new InvalidInput(errors)
  const samples = section.samples ?? 101
  const times = at
    ? Float64Array.from(at)
    : section.spacing === 'log'
      ? logspace(from, to, samples)
      : linspace(from, to, samples)
  return { unit, from, to, times }
}
