import { invalid } from '../core/errors.ts'

type Document = Readonly<Record<string, unknown>>

/** Turns a document of version `from` into one of version `from + 1`. Old files open for ever: a migration is never removed. */
interface Migration {
  readonly from: number
  readonly migrate: (document: Document) => Document
}

/**
 * 0 → 1. Version 0 was the format of the prototypes before the first release: `name` for `title`, the problem's id, parameters
 * and components at the top, `solver` for `method.id`, and `time` as the list [from, to, samples].
 */
function migratePrototype(document: Document): Document {
  const { isoline: _, name, problem, parameters, components, program, solver, time, ...rest } = document
  if (typeof problem !== 'string')
    throw invalid('problem', 'a file of version 0 has the problem\'s id here, as a text like "gas-column"')
  const given = (fields: Document): Document =>
    Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined))
  return {
    isoline: 1,
    ...given({
      title: name,
      problem: given({ id: problem, parameters, components, program }),
      method: typeof solver === 'string' ? { id: solver } : solver,
      time: Array.isArray(time) ? given({ from: time[0], to: time[1], samples: time[2] }) : time,
    }),
    ...rest,
  }
}

const migrations: readonly Migration[] = [{ from: 0, migrate: migratePrototype }]

/** The version that this program writes. */
const currentVersion = 1

/**
 * The document in the current version.
 * @throws InvalidInput where the version is missing, not a version, or of a newer program
 */
export function migrate(document: Document): Document {
  const version = document.isoline
  if (version === undefined)
    throw invalid('isoline', `the version of the format is missing; write "isoline": ${currentVersion}`)
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0)
    throw invalid(
      'isoline',
      `${JSON.stringify(version)} is not a version of the format; write "isoline": ${currentVersion}`,
    )
  if (version > currentVersion)
    throw invalid(
      'isoline',
      `this file has version ${version}; this program reads up to ${currentVersion}. Update Isoline to open it`,
    )
  let current = document
  for (const step of migrations) if (step.from >= version) current = step.migrate(current)
  return current
}
