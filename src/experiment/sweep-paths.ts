import type { InputError } from '../core/errors.ts'
import { resolveNumber } from '../pde/number.ts'
import type { ParameterDescription, Problem } from '../pde/problem.ts'
import type { Experiment } from './experiment.ts'
import { listNumberPaths } from './number-paths.ts'
import { formatPath, getAt } from './path.ts'
import { problemOf } from './resolve.ts'

/** One number that a sweep can go over. */
export interface SweepPath {
  readonly path: string
  readonly unit: string
  /** For people: "benzene: desorption rate". */
  readonly label: string
  /** As the file has it, or the default; absent where there is none. */
  readonly value?: number
  /** Values between are rounded: counts, orders, the seed. */
  readonly isInteger: boolean
  readonly description?: ParameterDescription
}

/** More bare numbers than this (a long programme, very many bodies) are not listed. */
const mostBare = 2000

const isNumeric = ({ kind }: ParameterDescription) => kind === 'number' || kind === 'integer'

/** The value given in the file, else the default; undefined where neither can be read. */
function valueIn(given: unknown, { unit, default: fallback }: ParameterDescription): number | undefined {
  const errors: InputError[] = []
  const text = given === undefined ? fallback : given
  if (text === undefined || typeof text === 'boolean') return undefined
  const value = resolveNumber(text, unit, '', errors)
  return errors.length > 0 ? undefined : value
}

/** Parameters that have a default and are not given: they may be swept as if they were. */
function defaultPaths(experiment: Experiment, problem: Problem): readonly SweepPath[] {
  const chosen = new Set(problem.choices.flatMap(({ names }) => names))
  return problem.parameters.flatMap((p) => {
    const given = getAt(experiment, ['problem', 'parameters', p.name])
    if (given !== undefined || p.default === undefined || chosen.has(p.name) || !isNumeric(p)) return []
    const value = valueIn(undefined, p)
    const path = formatPath(['problem', 'parameters', p.name])
    return [{ path, unit: p.unit, label: p.label, ...(value === undefined ? {} : { value }), isInteger: p.kind === 'integer', description: p }] // biome-ignore format: one entry
  })
}

/** Options of any of the problem's methods, given or not: tolerances, cells, orders, steps. */
function methodPaths(experiment: Experiment, problem: Problem): readonly SweepPath[] {
  const found = new Map<string, SweepPath>()
  for (const method of problem.methods)
    for (const p of method.options.filter(isNumeric)) {
      const given = getAt(experiment, ['method', p.name])
      if (typeof given === 'object') continue
      const value = valueIn(given, p)
      const path = formatPath(['method', p.name])
      if (!found.has(path)) found.set(path, { path, unit: p.unit, label: p.label, ...(value === undefined ? {} : { value }), isInteger: p.kind === 'integer', description: p }) // biome-ignore format: one entry
    }
  return [...found.values()]
}

/** Both ends of the time span and the seed. */
function runPaths(experiment: Experiment, problem: Problem): readonly SweepPath[] {
  const unit = problem.isTimeUnitFree ? (experiment.time?.unit ?? '1') : 's'
  const ends = [
    { name: 'from', label: 'Start of time', fallback: experiment.time ? 0 : problem.time.from },
    { name: 'to', label: 'End of time', fallback: problem.time.to },
  ].flatMap(({ name, label, fallback }): SweepPath[] => {
    if (experiment.time?.at) return []
    const errors: InputError[] = []
    const value = resolveNumber(getAt(experiment, ['time', name]) ?? fallback, unit, '', errors)
    return [{ path: `time.${name}`, unit, label, ...(errors.length > 0 ? {} : { value }), isInteger: false }]
  })
  return [...ends, { path: 'seed', unit: '1', label: 'Seed', value: experiment.seed ?? 0, isInteger: true }]
}

/** Every other number that stands in these sections: masses and positions of bodies, a programme, a study, a tolerance an unknown. */
function barePaths(experiment: Experiment, problem: Problem, known: ReadonlySet<string>): readonly SweepPath[] {
  const found: SweepPath[] = []
  const unitOf = (keys: readonly (string | number)[]) =>
    keys[1] === 'program' ? (problem.program?.find(({ name }) => name === keys[2])?.unit ?? '1') : '1'
  const visit = (node: unknown, keys: readonly (string | number)[]): void => {
    if (found.length >= mostBare) return
    if (typeof node === 'number') {
      const path = formatPath(keys)
      const label = keys.slice(1).join(' ')
      if (!known.has(path)) found.push({ path, unit: unitOf(keys), label, value: node, isInteger: false })
    } else if (Array.isArray(node)) for (const [i, item] of node.entries()) visit(item, [...keys, i])
    else if (typeof node === 'object' && node !== null)
      for (const [name, item] of Object.entries(node)) visit(item, [...keys, name])
  }
  const { initial, program } = experiment.problem
  visit(initial, ['problem', 'initial'])
  visit(program, ['problem', 'program'])
  visit(experiment.method, ['method'])
  visit(experiment.study, ['study'])
  return found
}

/**
 * Every number of an experiment that a sweep can go over: what is given (`listNumberPaths`), parameters with a default, options of the
 * methods, the time span, the seed, and the bare numbers of initial data, programmes and studies.
 */
export function listSweepPaths(experiment: Experiment): readonly SweepPath[] {
  const problem = problemOf(experiment)
  const given = listNumberPaths(experiment).map((each): SweepPath => ({ ...each, isInteger: each.description?.kind === 'integer' })) // biome-ignore format: one call
  const named = [
    ...given,
    ...defaultPaths(experiment, problem),
    ...methodPaths(experiment, problem),
    ...runPaths(experiment, problem),
  ]
  return [...named, ...barePaths(experiment, problem, new Set(named.map(({ path }) => path)))]
}
