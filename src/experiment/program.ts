import type { InputError } from '../core/errors.ts'
import { makeConversion, UnitError } from '../core/unit.ts'
import { resolveNumber } from '../pde/number.ts'
import type { ParameterDescription } from '../pde/problem.ts'
import type { ProblemSection } from './experiment.ts'
import type { Inputs } from './inputs.ts'

const place = 'problem.program'

/** The programme section as columns in SI, from lists in the experiment or from a file beside it; undefined with errors added. */
export function parseProgram(
  section: ProblemSection['program'],
  columns: readonly ParameterDescription[],
  inputs: Inputs,
  errors: InputError[],
): Readonly<Record<string, Float64Array>> | undefined {
  const names = columns.map((column) => column.name)
  if (!section) {
    errors.push({ path: place, message: `is missing: lists called ${names.join(', ')}, or { "file": "program.csv" }` })
    return undefined
  }
  const before = errors.length
  const { file, ...lists } = section as { file?: unknown } & Record<string, unknown>
  const program: Record<string, Float64Array> = {}
  if (typeof file === 'string') {
    if (Object.keys(lists).length > 0) errors.push({ path: place, message: 'give either `file` or lists, not both' })
    else Object.assign(program, readProgramFile(file, columns, inputs, errors))
  } else
    for (const column of columns) {
      const list = lists[column.name]
      const path = `${place}.${column.name}`
      if (Array.isArray(list))
        program[column.name] = Float64Array.from(list, (value, i) =>
          resolveNumber(value, column.unit, `${path}.${i}`, errors),
        )
      else if (column.required)
        errors.push({ path, message: `is missing: ${column.label.toLowerCase()} in ${column.unit}, one value a row` })
    }
  const rows = program.time?.length ?? Object.values(program)[0]?.length ?? 0
  for (const [name, values] of Object.entries(program))
    if (values.length !== rows)
      errors.push({ path: `${place}.${name}`, message: `has ${values.length} values where time has ${rows}` })
  program.time?.forEach((value, i) => {
    const previous = program.time?.[i - 1]
    if (previous !== undefined && value <= previous && errors.length < 20)
      errors.push({ path: `${place}.time.${i}`, message: `the times must rise; ${value} stands after ${previous}` })
  })
  return errors.length > before ? undefined : program
}

function readProgramFile(
  file: string,
  columns: readonly ParameterDescription[],
  inputs: Inputs,
  errors: InputError[],
): Record<string, Float64Array> {
  const path = `${place}.file`
  const table = Object.hasOwn(inputs, file) ? inputs[file]?.tables[0] : undefined
  const program: Record<string, Float64Array> = {}
  if (!table) {
    errors.push({ path, message: `"${file}" is not there; it is looked for beside the experiment` })
    return program
  }
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  for (const column of columns) {
    const found = table.columns.find((candidate) => plain(candidate.name) === plain(column.name))
    if (!found) {
      if (column.required)
        errors.push({
          path,
          message: `"${file}" has no column "${column.name}"; it has ${table.columns.map((c) => c.name).join(', ')}`,
        })
      continue
    }
    try {
      const convert = found.unit === '' ? (value: number) => value : makeConversion(found.unit, column.unit)
      program[column.name] = found.values.map(convert)
      const bad = program[column.name]?.findIndex((value) => !Number.isFinite(value)) ?? -1
      if (bad >= 0) errors.push({ path, message: `"${file}", column "${found.name}": row ${bad + 1} has no number` })
    } catch (error) {
      if (!(error instanceof UnitError)) throw error
      errors.push({ path, message: `"${file}", column "${found.name}": ${error.message}` })
    }
  }
  return program
}
