import type { ZodType } from 'zod'
import type { $ZodIssue } from 'zod/v4/core'
import { type InputError, InvalidInput, invalid } from '../core/errors.ts'
import { suggestName } from '../core/nearest.ts'
import { findProblem, problems } from '../pde/catalogue.ts'
import type { Problem } from '../pde/problem.ts'
import type { Experiment } from './experiment.ts'
import { problemFiles } from './inputs.ts'
import { checkDataPath, checkLimits, parseJson } from './limits.ts'
import { migrate } from './migrations.ts'
import { formatPath, getAt } from './path.ts'
import { experimentSchema } from './sections.ts'

/** Problems of the contract that this version does not solve yet: their files are not mistakes. */
const laterProblems = [
  'navier-stokes-periodic',
  'navier-stokes-bounded',
  'euler',
  'boltzmann',
  'boltzmann-mixture',
  'chemotaxis',
]

const roles: readonly string[] = ['x', 'y', 'sigma', 'ignore']

const schemas = new Map<string, ZodType>()

/** The schema of a problem's files, made once. */
function schemaOf(problem: Problem): ZodType {
  const schema = schemas.get(problem.id) ?? experimentSchema(problem, false)
  schemas.set(problem.id, schema)
  return schema
}

/**
 * An experiment from a file's text or from a document already read: migrated to the current version and checked against the
 * schema. Numbers are not resolved yet (`resolveProblem`, `plan`), so that a form can hold what is still being typed.
 * @throws InvalidInput naming every wrong field and the remedy
 */
export function parseExperiment(document: unknown): Experiment {
  const raw = typeof document === 'string' ? parseJson(document) : document
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw invalid('', 'an experiment is a JSON object: { "isoline": 1, "problem": { "id": … } }')
  checkLimits(raw)
  const current = migrate(Object.fromEntries(Object.entries(raw)))
  const id = getAt(current, ['problem', 'id'])
  const known = problems.map((problem) => problem.id)
  if (getAt(current, ['problem']) === undefined)
    throw invalid('problem', `is missing; write "problem": { "id": "${known[0]}", … }`)
  if (typeof id !== 'string') throw invalid('problem.id', `is missing or not a text; there are ${known.join(', ')}`)
  const problem = findProblem(id)
  if (!problem && laterProblems.includes(id))
    throw invalid('problem.id', `"${id}" is not available in this version; there are ${known.join(', ')}`)
  if (!problem) throw invalid('problem.id', `there is no problem "${id}"${suggestName(id, known)}`)
  const misplaced: InputError[] = []
  const section = getAt(current, ['problem'])
  const isSection = typeof section === 'object' && section !== null
  const placed = problem.fromTextbook && isSection ? { ...current, problem: problem.fromTextbook({ ...section }, misplaced) } : current // biome-ignore format: one choice
  if (misplaced.length > 0) throw new InvalidInput(misplaced)
  const result = schemaOf(problem).safeParse(placed)
  if (!result.success)
    throw new InvalidInput(result.error.issues.flatMap((issue) => translate(issue, placed)).slice(0, 50))
  const experiment = result.data as Experiment
  const wrong = (experiment.data ?? []).map((data, i) => ({ path: `data.${i}.file`, file: data.file }))
  for (const { path, file } of problemFiles(experiment)) wrong.push({ path, file })
  const errors = wrong.flatMap(({ path, file }) => {
    const message = checkDataPath(file)
    return message === undefined ? [] : [{ path, message }]
  })
  experiment.data?.forEach(({ columns }, i) => {
    for (const [name, column] of Object.entries(columns)) {
      const role = typeof column === 'string' ? column.split(':', 1)[0]?.trim() : undefined
      if (role !== undefined && !roles.includes(role))
        errors.push({ path: formatPath(['data', i, 'columns', name]), message: `"${role}" is not a role${suggestName(role, roles)}` }) // biome-ignore format: one call
    }
  })
  if (errors.length > 0) throw new InvalidInput(errors)
  return experiment
}

/** What a person can do about an issue of zod. */
function translate(issue: $ZodIssue, document: unknown): readonly InputError[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  const at = formatPath(path)
  const given = describe(getAt(document, path))
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: formatPath([...path, key]),
        message: `unknown field "${key}"${suggestName(key, issue.message.split(' '))}`,
      }))
    case 'invalid_union': {
      // The branch that fits the kind of value given knows more than "no branch fits".
      const deeper = issue.errors.find((branch) =>
        branch.every((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
      )
      if (deeper !== undefined && deeper.length > 0)
        return deeper.flatMap((inner) => translate({ ...inner, path: [...path, ...inner.path] }, document))
      const tooLong = issue.errors.flat().find((inner) => inner.code === 'too_big' && inner.path.length === 0)
      if (getAt(document, path) === undefined) return [{ path: at, message: 'is missing' }]
      return [{ path: at, message: tooLong ? sizeMessage(tooLong) : `${issue.message}; here is ${given}` }]
    }
    case 'invalid_type':
      if (getAt(document, path) === undefined) return [{ path: at, message: 'is missing' }]
      return [
        {
          path: at,
          message: `${issue.message.startsWith('Invalid') ? `must be ${kinds[issue.expected] ?? issue.expected}` : issue.message}; here is ${given}`,
        },
      ]
    case 'invalid_value':
      return [
        { path: at, message: `must be ${issue.values.map((v) => JSON.stringify(v)).join(' or ')}; here is ${given}` },
      ]
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path: at, message: `the name of this field: ${sizeMessage(inner)}` }))
    case 'too_big':
    case 'too_small':
      return [
        {
          path: at,
          message: issue.message.startsWith('Too') ? sizeMessage(issue) : `${issue.message}; here is ${given}`,
        },
      ]
    default:
      return [{ path: at, message: issue.message }]
  }
}

const kinds: Readonly<Record<string, string>> = {
  object: 'an object { … }',
  record: 'an object { … } of names',
  array: 'a list [ … ]',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

function sizeMessage(issue: $ZodIssue): string {
  const what =
    'origin' in issue && issue.origin === 'string'
      ? ' characters'
      : 'origin' in issue && issue.origin === 'array'
        ? ' items'
        : ''
  if (issue.code === 'too_big') return `at most ${issue.maximum}${what} are allowed`
  if (issue.code === 'too_small') return `at least ${issue.minimum}${what} are needed`
  return issue.message
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
