import type {
  EventSection,
  Experiment,
  NumberText,
  ParameterSection,
  ParameterText,
  StudySection,
} from '../../experiment/experiment.ts'
import { outlineOde } from '../../expression/ode-outline.ts'
import { outlineOf } from '../typed-pde/fields-logic.ts'

/** Names that need a value at the start: x of `x' = …`, x and x' of `x'' = …`; also while right sides are half typed. */
export function statesOf(lines: readonly string[]): readonly string[] {
  return outlineOde(lines).states
}

/** Names that stand in the equations and mean nothing yet, in the order of the text: parameters to add. */
export function missingNames(lines: readonly string[], parameters: readonly string[]): readonly string[] {
  // Without any constraint every name needs a meaning; what a constraint holds is an unknown of its own.
  const hasConstraint = lines.some((line) => /^\s*0\s*=/.test(line))
  const found = outlineOde(lines).others.filter((name) => !parameters.includes(name) && !name.endsWith("'"))
  return hasConstraint && found.length === 1 ? [] : found
}

type Problem = Experiment['problem']

/** Unknowns and definitions of whatever is typed: equations of the time alone, or of fields. */
function namesOf(problem: Problem): { readonly unknowns: readonly string[]; readonly definitions: readonly string[] } {
  if (problem.id === 'typed-pde') return outlineOf(problem)
  const { states, definitions } = outlineOde(problem.equations ?? [])
  return { unknowns: states, definitions }
}

const withProblem = (experiment: Experiment, change: (problem: Problem) => Problem): Experiment => ({
  ...experiment,
  problem: change(experiment.problem),
})

/** Starts every unknown that has no value yet: at 1, because 0 is often at rest. */
const firstValue = 1

/**
 * The experiment with other equations. Unknowns that are new get a value at the start (that of `remembered` where they had one before),
 * values of unknowns that are gone are dropped, so that what is typed can run at once.
 */
export function withEquations(
  experiment: Experiment,
  lines: readonly string[],
  remembered: Readonly<Record<string, NumberText>> = {},
): Experiment {
  const states = statesOf(lines)
  const before = experiment.problem.initial ?? {}
  const algebraic = Object.entries(before).filter(
    ([name]) => !statesOf(experiment.problem.equations ?? []).includes(name),
  )
  const isHeld = lines.some((line) => /^\s*0\s*=/.test(line))
  const initial = Object.fromEntries([
    ...states.map((name) => [name, before[name] ?? remembered[name] ?? (name.endsWith("'") ? 0 : firstValue)] as const),
    ...(isHeld ? algebraic.filter(([name]) => !states.includes(name)) : []),
  ])
  const { study } = experiment
  const kept = study ? { ...experiment, study: withoutGone(study, Object.keys(initial)) } : experiment
  return withProblem(kept, (problem) => ({ ...problem, equations: lines, initial }))
}

/** The experiment with further parameters, each 1 with a slider from 0 to 2 until it is said otherwise. */
export function addParameters(experiment: Experiment, names: readonly string[]): Experiment {
  const present = experiment.problem.parameters ?? {}
  const added = names.filter((name) => present[name] === undefined).map((name) => [name, { value: 1, from: 0, to: 2 }])
  return withProblem(experiment, (problem) => ({
    ...problem,
    parameters: { ...present, ...Object.fromEntries(added) },
  }))
}

/** A name that no parameter, unknown or definition has: a, b, c, … */
export function freshParameter(experiment: Experiment): string {
  const { unknowns, definitions } = namesOf(experiment.problem)
  const coordinates = ['x', 'y', 'z', 'r']
  const isField = experiment.problem.id === 'typed-pde'
  const taken = new Set([
    ...Object.keys(experiment.problem.parameters ?? {}),
    ...unknowns,
    ...definitions,
    'e',
    't',
    ...(isField ? coordinates : ['x']),
  ])
  for (const letter of 'abcdfghijklmnpqrsuvwyz') if (!taken.has(letter)) return letter
  let number = 1
  while (taken.has(`p${number}`)) number++
  return `p${number}`
}

/** The experiment without a parameter; a fit or sweep of it goes too. */
export function removeParameter(experiment: Experiment, name: string): Experiment {
  const { [name]: _, ...parameters } = experiment.problem.parameters ?? {}
  return dropPath(
    withProblem(experiment, (problem) => ({ ...problem, parameters })),
    `problem.parameters.${name}`,
  )
}

function dropPath(experiment: Experiment, path: string): Experiment {
  if (experiment.fit?.free[path] === undefined) return experiment
  const { [path]: _, ...free } = experiment.fit.free
  return { ...experiment, fit: { ...experiment.fit, free } }
}

/** The experiment with a parameter called otherwise, everywhere in its texts. */
export function renameParameter(experiment: Experiment, from: string, to: string): Experiment {
  const word = new RegExp(`(?<![A-Za-z0-9_])${from}(?![A-Za-z0-9_'])`, 'g')
  const text = (given: string) => given.replace(word, to)
  const value = <T>(given: T): T | string => (typeof given === 'string' ? text(given) : given)
  const entries = <T>(given: Readonly<Record<string, T>> | undefined, change: (one: T) => T | string) =>
    given && Object.fromEntries(Object.entries(given).map(([key, one]) => [key, change(one)]))
  const { parameters = {}, equations, domain, boundary, initial, events, invariants, ...rest } = experiment.problem
  const renamed = Object.fromEntries(
    Object.entries(parameters).map(([name, given]): [string, ParameterText] => [name === from ? to : name, given]),
  )
  const observe = entries(experiment.observe, text)
  const free = experiment.fit?.free
  const path = (name: string) => `problem.parameters.${name}`
  const fit = free?.[path(from)] === undefined ? experiment.fit : { ...experiment.fit, free: Object.fromEntries(Object.entries(free).map(([key, how]) => [key === path(from) ? path(to) : key, how])) } // biome-ignore format: one choice
  return {
    ...experiment,
    ...(observe ? { observe } : {}),
    ...(fit ? { fit } : {}),
    ...(experiment.study ? { study: renameInStudy(experiment.study, from, text) } : {}),
    problem: {
      ...rest,
      parameters: renamed,
      ...(equations ? { equations: equations.map(text) } : {}),
      ...(domain ? { domain: textsIn(domain, text) } : {}),
      ...(boundary ? { boundary: textsIn(boundary, text) } : {}),
      ...(initial
        ? { initial: Object.fromEntries(Object.entries(initial).map(([key, one]) => [key, value(one)])) }
        : {}),
      ...(events
        ? {
            events: events.map((event) => ({
              ...event,
              when: text(event.when),
              ...(event.do === undefined
                ? {}
                : { do: typeof event.do === 'string' ? text(event.do) : event.do.map(text) }),
            })),
          }
        : {}),
      ...(invariants
        ? { invariants: Object.fromEntries(Object.entries(invariants).map(([key, one]) => [key, text(one)])) }
        : {}),
    },
  }
}

/** Every text below a section changed, its keys as they are. */
function textsIn<Section>(section: Section, text: (given: string) => string): Section {
  return JSON.parse(JSON.stringify(section), (_, value: unknown) => (typeof value === 'string' ? text(value) : value))
}

/** A study scans a parameter by its name, and its section is an expression. */
function renameInStudy(study: StudySection, from: string, text: (given: string) => string): StudySection {
  const { section, parameter, of } = study
  return {
    ...study,
    ...(parameter === from ? { parameter: text(from) } : {}),
    ...(typeof section === 'string' ? { section: text(section) } : {}),
    ...(Array.isArray(of) ? { of: of.map((each) => (each === from ? text(from) : each)) } : {}),
  }
}

/** The study without ranges of unknowns that are gone. */
function withoutGone(study: StudySection, states: readonly string[]): StudySection {
  const { box } = study
  if (typeof box !== 'object' || box === null) return study
  return { ...study, box: Object.fromEntries(Object.entries(box).filter(([name]) => states.includes(name))) }
}

/** Why a parameter may not be called so, for people; undefined where it may. */
export function nameTrouble(experiment: Experiment, name: string, own: string): string | undefined {
  if (name === own) return undefined
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return 'A name has letters, digits and _, and begins with a letter: rho, k_1.'
  const { unknowns, definitions } = namesOf(experiment.problem)
  if (experiment.problem.parameters?.[name] !== undefined) return `There is a parameter ${name} already.`
  if (unknowns.includes(name)) return `${name} is an unknown of the equations.`
  if (definitions.includes(name)) return `${name} is a definition.`
  return undefined
}

/** A parameter in its long form. */
export function longForm(given: ParameterText | undefined): ParameterSection {
  if (typeof given === 'object') return given
  return { value: typeof given === 'boolean' ? Number(given) : (given ?? 1) }
}

/** The experiment with an end of a slider, a unit or a label of a parameter given, or taken away where the text is empty. */
export function setParameterDetail(
  experiment: Experiment,
  name: string,
  field: 'from' | 'to' | 'unit' | 'label',
  typed: string,
): Experiment {
  const { [field]: _, ...rest } = longForm(experiment.problem.parameters?.[name])
  const text = typed.trim()
  const isNumber = (field === 'from' || field === 'to') && text !== '' && Number.isFinite(Number(text))
  const made: ParameterSection = text === '' ? rest : { ...rest, [field]: isNumber ? Number(text) : text }
  return withProblem(experiment, (problem) => ({ ...problem, parameters: { ...problem.parameters, [name]: made } }))
}

/** What an event does, as one text: assignments with semicolons between. */
export function actionText({ do: action }: EventSection): string {
  return action === undefined ? 'record' : typeof action === 'string' ? action : action.join('; ')
}

/** The text of what an event does, as the file has it. */
export function readAction(text: string): string | readonly string[] {
  const parts = text.split(';').map((part) => part.trim()).filter((part) => part !== '') // biome-ignore format: one line
  return parts.length > 1 ? parts : (parts[0] ?? 'record')
}

/** The experiment with other events; none at all leaves no section. */
export function withEvents(
  experiment: Experiment,
  change: (events: readonly EventSection[]) => readonly EventSection[],
): Experiment {
  const { events: before, ...rest } = experiment.problem
  const events = change(before ?? [])
  return withProblem(experiment, () => (events.length > 0 ? { ...rest, events } : rest))
}
