import {
  array,
  boolean,
  config,
  enum as enumeration,
  int,
  literal,
  number,
  record,
  strictObject,
  string,
  union,
  unknown,
  type ZodType,
} from 'zod'
import type { ParameterDescription, Problem, TextSection } from '../pde/problem.ts'
import { limits } from './limits.ts'
import { topLevelFields } from './path.ts'
import { studies, studyFields } from './studies.ts'
import { namesOrAll, tolerances, typedParameters, typedSections } from './typed-sections.ts'

// The pages' security policy forbids code made at run time, which zod would otherwise try.
config({ jitless: true })

/** An object with these fields and no others. The message of an unknown field lists the valid ones for the translator. */
function section(shape: Record<string, ZodType>, description?: string): ZodType {
  const made = strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  })
  return description === undefined ? made : made.describe(description)
}

const numberText = () =>
  union([number(), string().max(limits.numberText)], {
    error: 'must be a number, or a text like "15 cm" or "8/3"',
  }).describe('A number in the declared unit, or a text with its own unit ("15 cm") or a constant expression ("8/3").')

const numberTextOrSwitch = () =>
  union([number(), string().max(limits.numberText), boolean()], {
    error: 'must be a number, a text like "15 cm", true or false',
  })

const shortText = () => string().max(limits.keyCharacters)
const path = () => string().max(500).min(1)

/** The schema of one parameter; its values (unit, bounds) are checked when they are resolved. */
function parameterSchema(parameter: ParameterDescription): ZodType {
  const unit = parameter.unit === '1' || parameter.unit === '' ? '' : ` Unit: ${parameter.unit}.`
  const fallback = parameter.default === undefined ? '' : ` Default: ${parameter.default}.`
  const text = `${parameter.label}.${unit}${fallback} ${parameter.help}`
  switch (parameter.kind) {
    case 'boolean':
      return boolean({ error: 'must be true or false' }).describe(text)
    case 'choice':
      return string({ error: `must be one of ${(parameter.choices ?? []).join(', ')}` }).describe(
        `${text} One of ${(parameter.choices ?? []).join(', ')}.`,
      )
    case 'text':
      return string({ error: 'must be a text' }).max(limits.keyCharacters).describe(text)
    default:
      return numberText().describe(text)
  }
}

/** @param demand required fields are required (the published schema); a file being written may still lack some */
function parametersShape(parameters: readonly ParameterDescription[], demand: boolean): Record<string, ZodType> {
  return Object.fromEntries(
    parameters.map((p) => [p.name, demand && p.required ? parameterSchema(p) : parameterSchema(p).optional()]),
  )
}

const neededSections: readonly TextSection[] = ['equations', 'initial', 'bodies', 'fieldEquations', 'domain']

/** `problem` of an experiment, for one problem of the catalogue. */
function problemSchema(problem: Problem, demand: boolean): ZodType {
  const shape: Record<string, ZodType> = { id: literal(problem.id).describe(problem.summary) }
  const isTyped = problem.sections?.some((name) => typedSections[name].field === 'equations') ?? false
  const parameters = isTyped ? typedParameters() : section(parametersShape(problem.parameters, demand))
  shape.parameters = demand && problem.parameters.some((p) => p.required) ? parameters : parameters.optional()
  if (problem.components) {
    const component = section(parametersShape(problem.components.parameters, demand))
    const list = array(component).max(limits.components).describe(problem.components.label)
    shape.components = demand ? list : list.optional()
  }
  if (problem.program) {
    const columns = problem.program.map((column) => {
      const help = `${column.label} (${column.unit}). ${column.help}`
      return [column.name, array(numberText()).max(limits.programRows).describe(help).optional()]
    })
    const file = string().max(400).describe('A CSV file with these columns, relative to the experiment.').optional()
    shape.program = section({ file, ...Object.fromEntries(columns) }, 'Columns as lists, or a file.').optional()
  }
  for (const name of problem.sections ?? []) {
    const { field, schema } = typedSections[name]
    shape[field] = demand && neededSections.includes(name) ? schema() : schema().optional()
  }
  return section(shape, problem.title)
}

/** Fields of `problem`, in the order of the file. */
export function problemFields(problem: Problem): readonly string[] {
  const typed = (problem.sections ?? []).map((name) => typedSections[name].field)
  return ['id', ...typed.filter((field) => field === 'equations'), 'parameters', 'components', 'program', ...typed]
}

/** By the list of methods, which all problems typed as text have in common: fits and sweeps ask with every run. */
const fieldsOfMethods = new WeakMap<Problem['methods'], readonly string[]>()

/** Fields of `method` for one problem, in the order of the file. */
export function methodFields(problem: Problem): readonly string[] {
  const fields = fieldsOfMethods.get(problem.methods) ?? Object.keys(methodShape(problem))
  fieldsOfMethods.set(problem.methods, fields)
  return fields
}

/** What every problem may have in `method`, and the options of its methods. */
function methodShape(problem: Problem): Record<string, ZodType> {
  const shape: Record<string, ZodType> = {
    id: string()
      .describe(`auto, ${problem.methods.map((m) => m.id).join(', ')}`)
      .optional(),
    stepper: shortText().describe('auto, or an id of `isoline list steppers`').optional(),
    backend: shortText().describe('auto, wasm, gpu or reference').optional(),
    space: shortText().optional(),
    step: numberText().optional(),
    rtol: numberText().optional(),
    atol: numberText().optional(),
  }
  if (problem.methods.some((method) => method.isStepped)) shape.nonNegative = namesOrAll().optional()
  for (const method of problem.methods)
    for (const option of method.options) shape[option.name] = parameterSchema(option).optional()
  if (problem.methods.some((method) => method.isStepped)) shape.atol = tolerances().optional()
  return shape
}

/** `method` for one problem. */
function methodSchema(problem: Problem): ZodType {
  return section(methodShape(problem), 'How it is solved. Everything is chosen by default; the outcome says why.')
}

const columnSection = () =>
  union(
    [
      string().max(limits.keyCharacters),
      section({
        role: enumeration(['x', 'y', 'sigma', 'ignore']),
        of: shortText().optional(),
        unit: shortText().optional(),
        scale: numberText().optional(),
        offset: numberText().optional(),
      }),
    ],
    { error: 'must be a role like "x" or "y:benzene", or { "role", "of", "unit", "scale", "offset" }' },
  )

const spacing = () => enumeration(['linear', 'log']).optional()

/** Every top-level field beside `problem` and `method`; the same for all problems. */
const commonShape: Record<string, ZodType> = {
  isoline: literal(1).describe('Version of the format.'),
  $schema: string().max(500).optional(),
  title: string().max(500).optional(),
  notes: string().max(limits.textCharacters).optional(),
  authors: array(string().max(500)).max(1000).optional(),
  time: section(
    {
      from: numberText().optional(),
      to: numberText().optional(),
      samples: int({ error: 'must be a whole number' })
        .min(2, { error: 'must be at least 2' })
        .max(limits.samples, { error: `may be ${limits.samples} at most` })
        .describe('Count of saved times, both ends included; default 101.')
        .optional(),
      spacing: spacing(),
      at: array(numberText()).min(1).max(limits.samples).describe('Exact times instead of samples.').optional(),
      unit: shortText()
        .describe('Typed problems: the unit of time; none by default. The others have seconds.')
        .optional(),
    },
    'Saved times.',
  ).optional(),
  study: section({
    type: enumeration(studies.map(({ id }) => id)).describe(
      studies.map(({ id, title }) => `${id}: ${title}`).join('; '),
    ),
    ...studyFields(),
  }).optional(),
  observe: record(shortText(), string().max(2000)).optional(),
  data: array(
    section({
      file: string().max(400).describe('Relative to the experiment; at most one folder up.'),
      sha256: string()
        .regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hexadecimal digits' })
        .optional(),
      options: record(shortText(), union([string().max(100), number()])).optional(),
      columns: record(shortText(), columnSection()),
      set: record(path(), numberTextOrSwitch()).describe('Overrides for this dataset: PATH to value.').optional(),
      steps: array(record(shortText(), unknown())).max(100).optional(),
    }),
  )
    .max(limits.datasets)
    .optional(),
  fit: section({
    free: record(
      path(),
      section({
        from: numberText().optional(),
        to: numberText().optional(),
        spacing: spacing(),
        local: boolean().describe('One value a dataset instead of one for all.').optional(),
      }),
    ).describe('PATHs that the fit may change.'),
    loss: enumeration(['linear', 'huber', 'cauchy']).optional(),
    starts: int().min(1).max(10_000).optional(),
  }).optional(),
  sweep: section({
    over: record(
      path(),
      section({
        from: numberText().optional(),
        to: numberText().optional(),
        samples: int().min(1).max(limits.samples).optional(),
        spacing: spacing(),
        values: array(numberText()).min(1).max(limits.samples).optional(),
      }),
    ),
    sampling: enumeration(['grid', 'random', 'latin']).optional(),
    samples: int().min(1).max(limits.samples).optional(),
  }).optional(),
  surrogate: section({
    id: shortText(),
    network: record(shortText(), unknown()).optional(),
    training: record(shortText(), unknown()).optional(),
    budget: section({ seconds: number().positive().optional(), steps: int().positive().optional() }).optional(),
  }).optional(),
  views: record(shortText(), unknown()).describe('Free for the workbench; never changes a number.').optional(),
  seed: int({ error: 'must be a whole number' })
    .min(0, { error: 'must be 0 or more' })
    .max(4_294_967_295, { error: 'may be 4294967295 at most' })
    .optional(),
}

/** The whole file for one problem. */
export function experimentSchema(problem: Problem, demand: boolean): ZodType {
  const own: Readonly<Record<string, ZodType>> = {
    problem: problemSchema(problem, demand),
    method: methodSchema(problem).optional(),
  }
  const shape: Record<string, ZodType> = {}
  for (const name of topLevelFields) {
    const schema = own[name] ?? commonShape[name]
    if (schema) shape[name] = schema
  }
  return section(shape)
}
