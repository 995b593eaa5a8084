import { type InputError, InvalidInput, invalid } from '../core/errors.ts'
import { findJsonError } from './json-error.ts'
import { forbiddenKeys, formatPath } from './path.ts'

/** What no honest experiment reaches and no machine should be asked to swallow. */
export const limits = {
  fileBytes: 32 * 1024 * 1024,
  depth: 24,
  values: 2_000_000,
  textCharacters: 200_000,
  keyCharacters: 200,
  numberText: 1000,
  components: 200,
  datasets: 200,
  samples: 1_000_000,
  /** Rows of a typed-in programme. */
  programRows: 100_000,
  memoryBytes: 8 * 1024 ** 3,
} as const

/**
 * The value of a JSON text.
 * @throws InvalidInput with line and column of the first mistake, and what JSON wants there where it is a common one
 */
export function parseJson(text: string): unknown {
  if (text.length > limits.fileBytes)
    throw invalid(
      '',
      `the file is longer than ${limits.fileBytes / 1024 / 1024} MB; put long data into a CSV file beside it`,
    )
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (source.trim() === '') throw invalid('', 'the file is empty; `isoline new PROBLEM` prints a complete one')
  try {
    return JSON.parse(source)
  } catch {
    const { at, message } = findJsonError(source)
    throw new InvalidInput([{ path: '', message: `this is not JSON: ${message}`, ...lineAndColumn(source, at) }])
  }
}

function lineAndColumn(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Where the walk is: linked upwards, so that a value costs no list of its own. */
interface Place {
  readonly above?: Place
  readonly key: string | number
  readonly depth: number
}

function pathOf(place: Place | undefined): string {
  const keys: (string | number)[] = []
  for (let at = place; at; at = at.above) keys.unshift(at.key)
  return formatPath(keys.slice(0, 8))
}

/** What is wrong with one value itself; undefined where nothing is. */
function valueError(node: unknown): string | undefined {
  if (typeof node === 'number')
    return Number.isFinite(node) ? undefined : `${node} is not a number an experiment can have; write a finite one`
  if (typeof node === 'string')
    return node.length <= limits.textCharacters
      ? undefined
      : `the text has ${node.length} characters; ${limits.textCharacters} are allowed`
  if (typeof node === 'boolean' || typeof node === 'object' || node === undefined) return undefined
  return `a ${typeof node} cannot stand in an experiment`
}

/**
 * Refuses what must not go further, whatever the schema says: names that reach into JavaScript, NaN and Infinity, texts,
 * nesting and counts beyond all use.
 * @throws InvalidInput
 */
export function checkLimits(document: unknown): void {
  const errors: InputError[] = []
  let values = 0
  const give = (place: Place | undefined, message: string) => void errors.push({ path: pathOf(place), message })
  const visit = (node: unknown, place: Place | undefined): void => {
    if (errors.length >= 20) return
    if (++values + (Array.isArray(node) ? node.length : 0) > limits.values)
      throw invalid('', `the file has more than ${limits.values} values; put long data into a CSV file beside it`)
    const wrong = valueError(node)
    if (wrong !== undefined) give(place, wrong)
    if (typeof node !== 'object' || node === null) return
    const depth = (place?.depth ?? 0) + 1
    if (depth > limits.depth) {
      give(place, `nested more than ${limits.depth} deep; nothing in an experiment needs that`)
      return
    }
    const above = place ? { above: place } : {}
    if (Array.isArray(node)) {
      for (let key = 0; key < node.length; key++) {
        const value: unknown = node[key]
        // Long lists of numbers cost a look each and nothing more.
        if (typeof value === 'number' && Number.isFinite(value)) values++
        else visit(value, { ...above, key, depth })
      }
      return
    }
    for (const [key, value] of Object.entries(node)) {
      const here = { ...above, key, depth }
      if (forbiddenKeys.includes(key)) give(here, `no field may be called "${key}"; remove it`)
      else if (key.length > limits.keyCharacters)
        give(place, `a name of ${key.length} characters ("${key.slice(0, 20)}…"); ${limits.keyCharacters} are allowed`)
      else visit(value, here)
    }
  }
  visit(document, undefined)
  if (errors.length > 0) throw new InvalidInput(errors)
}

/**
 * What is wrong with the place of a file named in an experiment; undefined where it may be read. It is relative to the
 * experiment and may not leave the folder above it.
 */
export function checkDataPath(file: string): string | undefined {
  const rule = 'write it relative to the experiment, at most one folder up, like ../measurements/run3.csv'
  if (file.trim() === '') return `the name of the file is empty; ${rule}`
  if (file.length > 400) return `the name of the file is too long; ${rule}`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those are refused
  if (/[\u0000-\u001f]/.test(file)) return `the name of the file has a control character; ${rule}`
  if (file.includes('\\')) return `folders are separated by "/", not "\\"; ${rule}`
  if (file.startsWith('/') || file.startsWith('~') || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(file))
    return `"${file}" is not a relative path; ${rule}`
  let level = 0
  for (const part of file.split('/')) {
    if (part === '..') level--
    else if (part !== '.' && part !== '') level++
    if (level < -1) return `"${file}" leaves the folder above the experiment; ${rule}`
  }
  return file.endsWith('/') || level < 0 || /(^|\/)\.\.?$/.test(file)
    ? `"${file}" is a folder, not a file; ${rule}`
    : undefined
}
