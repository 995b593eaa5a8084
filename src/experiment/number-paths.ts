import type { InputError } from '../core/errors.ts'
import { resolveNumber } from '../pde/number.ts'
import type { ParameterDescription } from '../pde/problem.ts'
import type { Experiment } from './experiment.ts'
import { formatPath, getPath } from './path.ts'
import { problemOf } from './resolve.ts'

/** One number of an experiment that a fit, a sweep or `--set` can name. */
export interface NumberPath {
  readonly path: string
  /** In `unit`. */
  readonly value: number
  readonly unit: string
  /** For people: "benzene: desorption rate". */
  readonly label: string
  /** Absent for scales and offsets of data. */
  readonly description?: ParameterDescription
}

/**
 * Every number that is given and can be read: parameters, initial values and components of the problem, scales and offsets of data columns.
 * What is not given (the third of ka, kd, K; a default) has no PATH.
 */
export function listNumberPaths(experiment: Experiment): readonly NumberPath[] {
  const problem = problemOf(experiment)
  const found: NumberPath[] = []
  const add = (
    keys: readonly (string | number)[],
    given: unknown,
    unit: string,
    label: string,
    description?: ParameterDescription,
  ) => {
    if (given === undefined || typeof given === 'boolean') return
    const errors: InputError[] = []
    const path = formatPath(keys)
    const value = resolveNumber(given, unit, path, errors)
    if (errors.length === 0) found.push({ path, value, unit, label, ...(description ? { description } : {}) })
  }
  const isNumber = (p: ParameterDescription) => p.kind === 'number' || p.kind === 'integer'
  for (const p of problem.parameters.filter(isNumber))
    add(['problem', 'parameters', p.name], getPath(experiment, formatPath(['problem', 'parameters', p.name])), p.unit, p.label, p) // biome-ignore format: one call
  for (const p of problem.initial ?? [])
    add(['problem', 'initial', p.name], experiment.problem.initial?.[p.name], p.unit, p.label, p)
  experiment.problem.components?.forEach((component, i) => {
    const name = typeof component.name === 'string' ? component.name : `component ${i + 1}`
    for (const p of (problem.components?.parameters ?? []).filter(isNumber))
      add(['problem', 'components', i, p.name], component[p.name], p.unit, `${name}: ${p.label.toLowerCase()}`, p)
  })
  experiment.data?.forEach((dataset, i) => {
    for (const [name, column] of Object.entries(dataset.columns)) {
      if (typeof column === 'string') continue
      add(['data', i, 'columns', name, 'scale'], column.scale, '1', `${name}: scale`)
      add(['data', i, 'columns', name, 'offset'], column.offset, column.unit ?? '', `${name}: offset`)
    }
  })
  return found
}
