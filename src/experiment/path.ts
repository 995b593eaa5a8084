import { invalid } from '../core/errors.ts'
import { forbiddenKeys, formatPath, topLevelFields } from '../core/path.ts'

export { forbiddenKeys, formatPath, topLevelFields }

const segmentPattern = /\.?(?:\[("(?:[^"\\]|\\.)*")\]|([A-Za-z0-9_$]+))/y

/**
 * The keys of a PATH of the contract (`problem.components.0.kd`, `data.0.columns["UV 280.5"].scale`, `rho`), from the top of
 * the document.
 * @throws InvalidInput saying where the PATH cannot be read
 */
export function parsePath(path: string): readonly string[] {
  if (path.length > 500) throw invalid('', 'the PATH is longer than 500 characters')
  const segments: string[] = []
  segmentPattern.lastIndex = 0
  while (segmentPattern.lastIndex < path.length) {
    const at = segmentPattern.lastIndex
    const match = segmentPattern.exec(path)
    const startsWithDot = path[at] === '.'
    const isDotted = match?.[2] !== undefined
    if (!match || (at === 0 && startsWithDot) || (at > 0 && isDotted && !startsWithDot))
      throw invalid(
        '',
        `the PATH "${path}" cannot be read from "${path.slice(at)}" on; write it like problem.components.0.kd, a name with other than letters and digits like data.0.columns["UV 280.5"].scale`,
      )
    segments.push(match[2] ?? parseQuoted(match[1] ?? '""', path))
  }
  if (segments.length === 0) throw invalid('', 'the PATH is empty; write it like problem.components.0.kd')
  const bad = segments.find((segment) => forbiddenKeys.includes(segment))
  if (bad !== undefined) throw invalid('', `the PATH "${path}" has the name "${bad}", which no file may have`)
  const [first] = segments
  if (segments.length === 1 && first !== undefined && !topLevelFields.includes(first))
    return ['problem', 'parameters', first]
  return segments
}

function parseQuoted(text: string, path: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    throw invalid('', `the PATH "${path}" has a name in brackets that is not a JSON string: ${text}`)
  }
}

/** A parameter in its long form, `{ "value": 28, "from": 0, "to": 60 }`: what its PATH means is the value. */
function isLongForm(node: unknown, depth: number, segments: readonly string[]): node is { readonly value: unknown } {
  const isParameter = depth === 3 && segments[0] === 'problem' && segments[1] === 'parameters'
  return isParameter && typeof node === 'object' && node !== null && Object.hasOwn(node, 'value')
}

/** The value at a PATH; undefined where the document does not give it. That of a parameter in its long form is its `value`. */
export function getPath(document: unknown, path: string): unknown {
  const segments = parsePath(path)
  const found = getAt(document, segments)
  return isLongForm(found, segments.length, segments) ? found.value : found
}

/** The value below these keys; only own properties count. */
export function getAt(document: unknown, segments: readonly (string | number)[]): unknown {
  let node: unknown = document
  for (const segment of segments) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, String(segment))) return undefined
    node = Reflect.get(node, String(segment))
  }
  return node
}

/**
 * The document with the value at the PATH replaced or added; the old one is not touched and unchanged parts are shared.
 * Sections on the way are made where absent; list items are not.
 * @throws InvalidInput where the PATH leads through a number or text, or to a list item that is not there
 */
export function setPath<T>(document: T, path: string, value: unknown): T
export function setPath(document: unknown, path: string, value: unknown): unknown {
  const segments = parsePath(path)
  // A new value keeps the unit and the range of the parameter; a whole long form replaces the old one.
  const isValue = typeof value !== 'object' && isLongForm(getAt(document, segments), segments.length, segments)
  return setAt(document, isValue ? [...segments, 'value'] : segments, value, path)
}

function setAt(node: unknown, segments: readonly string[], value: unknown, path: string): unknown {
  const [key, ...rest] = segments
  if (key === undefined) return value
  if (Array.isArray(node)) {
    const index = Number(key)
    if (!Number.isInteger(index) || index < 0 || index >= node.length)
      throw invalid(path, `the list has items 0 to ${node.length - 1}; there is no "${key}"`)
    return node.map((item, i) => (i === index ? setAt(item, rest, value, path) : item))
  }
  if (node === undefined) return { [key]: setAt(undefined, rest, value, path) }
  if (typeof node !== 'object' || node === null)
    throw invalid(path, `the PATH goes on at "${key}" where the experiment has ${JSON.stringify(node)}`)
  const old = Object.hasOwn(node, key) ? Reflect.get(node, key) : undefined
  return { ...node, [key]: setAt(old, rest, value, path) }
}

/** The document without the value at the PATH. */
export function removePath<T>(document: T, path: string): T
export function removePath(document: unknown, path: string): unknown {
  const remove = (node: unknown, segments: readonly string[]): unknown => {
    const [key, ...rest] = segments
    if (key === undefined || typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return node
    if (Array.isArray(node)) {
      if (rest.length === 0) return node.filter((_, i) => i !== Number(key))
      return node.map((item, i) => (i === Number(key) ? remove(item, rest) : item))
    }
    if (rest.length === 0) return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key))
    return { ...node, [key]: remove(Reflect.get(node, key), rest) }
  }
  return remove(document, parsePath(path))
}
