import type { InputError } from '../../core/errors.ts'
import { forbiddenKeys, formatPath } from '../../core/path.ts'
import { evaluateExpression } from '../../expression/evaluate.ts'
import { ExpressionError } from '../../expression/expression-error.ts'
import { fieldNotation, plainName } from '../../expression/fields/field-notation.ts'
import { parseBetween } from '../../expression/parse.ts'
import type { ProblemText } from '../problem.ts'
import { isRecord, isText } from '../typed-text.ts'
import { isPeriodicText } from './domain.ts'

/*
 * A problem as a textbook states it: 0 < x < L, u(0,t) = 0, u_x(L,t) = 0, u(x,0) = f(x), parameters in Greek letters. It is brought to
 * the fields of the file when the file is read, so that everything behind knows one form.
 */

type Fields = Readonly<Record<string, unknown>>

const isNumberOrText = (value: unknown): value is number | string => typeof value === 'number' || isText(value)

/** An axis of the domain with its ends as typed. */
interface Ends {
  readonly name: string
  readonly from: unknown
  readonly to: unknown
}

const axisNames = ['x', 'y', 'z', 'r'] as const
const words: Readonly<Record<string, string>> = {
  left: 'x-', right: 'x+', bottom: 'y-', top: 'y+', centre: 'r-', center: 'r-', surface: 'r+',
} // biome-ignore format: a table
const interval = /^\s*([^<>≤≥=]+?)\s*(?:<=|<|≤)\s*([xyzr])\s*(?:<=|<|≤)\s*([^<>≤≥=]+?)\s*$/
/** `u(0,t)`, `u_x(L, t)`, `∂u/∂x(0,t)`: a value of a field at a place. */
const valueAt = /([^\s=+*(),-][^\s=+*(),-]*)\s*\(([^()]*,[^()]*|[^(),]*)\)/g

const plainNumber = (text: string): number | string =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text

/** What an end or an argument is worth; undefined where it is no constant. */
function worth(text: string, parameters: Fields): number | undefined {
  try {
    const value = evaluateExpression(parseBetween(text, 0, text.length, fieldNotation(new Set())), (name) => {
      const given = Object.hasOwn(parameters, name) ? parameters[name] : undefined
      return Number(isRecord(given) ? given.value : (given ?? Number.NaN))
    })
    return Number.isFinite(value) ? value : undefined
  } catch (error) {
    if (error instanceof ExpressionError) return undefined
    throw error
  }
}

function isSame(argument: string, end: unknown, parameters: Fields): boolean {
  if (!isNumberOrText(end)) return false
  const text = String(end)
  if (argument.replace(/\s/g, '') === text.replace(/\s/g, '')) return true
  // Of an end with a unit the argument has the number.
  const bare = /^\s*([+-]?[\d.]+(?:e[+-]?\d+)?)\s+[A-Za-zµμ]\S*\s*$/i.exec(text)?.[1]
  const [a, b] = [worth(argument, parameters), worth(bare ?? text, parameters)]
  return a !== undefined && a === b
}

/** The name of a field or of its derivative, as the language writes it. */
function fieldName(text: string): string | undefined {
  try {
    const read = parseBetween(text, 0, text.length, fieldNotation(new Set()))
    return read.kind === 'name' ? read.name : undefined
  } catch (error) {
    if (error instanceof ExpressionError) return undefined
    throw error
  }
}

/** Where a value is taken: at a side, at the start, or anywhere else (then with what to say). */
type Place = { readonly side: string } | { readonly start: true } | { readonly wrong: string } | undefined

function placeOf(given: string, axes: readonly Ends[], parameters: Fields): Place {
  const values = given.split(',').map((text) => text.trim())
  const space = values.slice(0, axes.length)
  if (axes.length === 0 || values.length > axes.length + 1 || space.length < axes.length) return undefined
  const fixed = axes.flatMap((axis, i) => (space[i] === axis.name ? [] : [{ axis, value: space[i] ?? '' }]))
  const [only, second] = fixed
  const time = values[axes.length]
  if (!only) return time !== undefined && worth(time, parameters) === 0 ? { start: true } : undefined
  if (second) return undefined
  const { axis, value } = only
  if (isSame(value, axis.from, parameters)) return { side: `${axis.name}-` }
  if (isSame(value, axis.to, parameters)) return { side: `${axis.name}+` }
  if (worth(value, parameters) === undefined) return undefined
  return { wrong: `is taken at ${axis.name} = ${value}, but ${axis.name} goes from ${axis.from} to ${axis.to}: conditions stand at the ends` } // biome-ignore format: one sentence
}

/** Places of the values in a text. */
function placesIn(text: string, axes: readonly Ends[], parameters: Fields): readonly Exclude<Place, undefined>[] {
  return [...text.matchAll(valueAt)].flatMap((found) => {
    const isField = /_|[∂d].*\/|^\p{L}\w*$/u.test(found[1] ?? '')
    const place = isField ? placeOf(found[2] ?? '', axes, parameters) : undefined
    return place ? [place] : []
  })
}

/** `[0, "L"]` and `"0 < x < L"` as ends. */
function readDomain(given: Fields, errors: InputError[]): Fields {
  return Object.fromEntries(
    Object.entries(given).map(([name, axis]) => {
      if (!axisNames.some((one) => one === name)) return [name, axis]
      if (Array.isArray(axis) && axis.length === 2 && axis.every(isNumberOrText))
        return [name, { from: axis[0], to: axis[1] }]
      const path = formatPath(['problem', 'domain', name])
      const found = isText(axis) ? interval.exec(axis) : null
      if (found?.[1] && found[3] && found[2] === name)
        return [name, { from: plainNumber(found[1]), to: plainNumber(found[3]) }]
      if (!isRecord(axis))
        errors.push({ path, message: `must say where ${name} begins and ends: { "from": 0, "to": 1, "points": 128 }, [0, 1] or "0 < ${name} < 1"` }) // biome-ignore format: one sentence
      return [name, isRecord(axis) ? axis : { from: 0, to: 1 }]
    }),
  )
}

/** Conditions by side. A list, and values at places as names, are put where they belong. */
function readBoundary(given: unknown, axes: readonly Ends[], parameters: Fields, errors: InputError[]): Fields {
  const sides = new Map<string, unknown>()
  const add = (side: string, text: string) => {
    const before = sides.get(side)
    if (before === undefined) sides.set(side, text)
    else if (isText(before)) sides.set(side, [before, text])
    else if (Array.isArray(before)) sides.set(side, [...before, text])
    else errors.push({ path: formatPath(['problem', 'boundary', side]), message: `conditions of this side stand here one an unknown, and "${text}" beside them; put it to the others` }) // biome-ignore format: one sentence
  }
  const put = (text: string, path: string, says: string) => {
    const places = placesIn(text, axes, parameters)
    const wrong = places.find((place) => 'wrong' in place)
    const found = [...new Set(places.flatMap((place) => ('side' in place ? [place.side] : [])))]
    const [side, other] = found
    if (wrong && 'wrong' in wrong) errors.push({ path, message: `"${says}" ${wrong.wrong}` })
    else if (side && other && found.length === 2 && side.slice(0, -1) === other.slice(0, -1)) sides.set(side.slice(0, -1), 'periodic') // biome-ignore format: one choice
    else if (side && !other) add(side, text)
    else errors.push({ path, message: `"${says}" does not say on which side it holds: write it at an end, like u(${axes.map(({ name, from }, i) => (i === 0 ? from : name)).join(', ')}, t) = 0, or under "${axes[0]?.name ?? 'x'}-"` }) // biome-ignore format: one sentence
  }
  if (Array.isArray(given)) {
    given.forEach((text, i) => {
      const path = formatPath(['problem', 'boundary', i])
      if (isText(text)) put(text, path, text)
      else errors.push({ path, message: 'must be a condition like "u(0, t) = 0"' })
    })
    return Object.fromEntries(sides)
  }
  for (const [key, value] of Object.entries(isRecord(given) ? given : {})) {
    const path = formatPath(['problem', 'boundary', key])
    if (/[(,]/.test(key) && isNumberOrText(value)) {
      put(/[^<>=]=/.test(String(value)) ? String(value) : `${key} = ${value}`, path, key)
      continue
    }
    const word = Object.hasOwn(words, key.toLowerCase()) ? words[key.toLowerCase()] : undefined
    const side = word !== undefined && axes.some(({ name }) => word.startsWith(name)) ? word : key
    const texts = isText(value) ? [value] : Array.isArray(value) ? value.filter(isText) : []
    for (const text of texts) {
      const elsewhere = placesIn(text, axes, parameters).find((place) => 'wrong' in place || ('side' in place && place.side !== side && place.side.slice(0, -1) !== side)) // biome-ignore format: one condition
      if (elsewhere && 'wrong' in elsewhere) errors.push({ path, message: `"${text}" ${elsewhere.wrong}` })
      else if (elsewhere && 'side' in elsewhere && !isPeriodicText(value)) errors.push({ path, message: `"${text}" is a value at ${elsewhere.side}, and stands under ${key}: move it, or take the place out` }) // biome-ignore format: one sentence
    }
    if (!sides.has(side)) sides.set(side, value)
    else for (const text of texts) add(side, text)
  }
  return Object.fromEntries(sides)
}

/** Initial data by name: `"u(x,0)": …`, and `u(x,0) = …` as a text. */
function readInitial(given: unknown, axes: readonly Ends[], parameters: Fields, errors: InputError[]): Fields {
  const head = /^\s*([^\s=(]+(?:\s*\/\s*[^\s=(]+)?)\s*\(([^()]*)\)\s*=(?!=)\s*/
  const isStart = (inner: string) => {
    const place = placeOf(inner, axes, parameters)
    return place !== undefined && 'start' in place
  }
  const nameOf = (key: string) => {
    const found = /^\s*(.+?)\s*\(([^()]*)\)\s*$/.exec(key)
    return found?.[1] && isStart(found[2] ?? '') ? (fieldName(found[1]) ?? key) : key
  }
  const entries: [string, unknown][] = []
  const list: readonly [string | undefined, unknown][] = Array.isArray(given)
    ? given.map((text) => [undefined, text])
    : Object.entries(isRecord(given) ? given : {})
  list.forEach(([key, value], i) => {
    const found = isText(value) ? head.exec(value) : null
    const typed = found?.[1] && isStart(found[2] ?? '') ? fieldName(found[1]) : undefined
    const name = key === undefined ? typed : nameOf(key)
    const path = formatPath(['problem', 'initial', key ?? i])
    if (name === undefined)
      errors.push({ path, message: `does not say what it is the start of: write "u(${axes.map((axis) => axis.name).join(', ')}, 0) = …"` }) // biome-ignore format: one sentence
    else if (typed !== undefined && typed !== name)
      errors.push({ path, message: `"${value}" is the start of ${typed}, and stands under ${key}` }) // biome-ignore format: one sentence
    else entries.push([name, isText(value) && found && typed !== undefined ? value.slice(found[0].length) : value])
  })
  return Object.fromEntries(entries)
}

/** Parameters by their names in equations: α is alpha there. */
function readParameters(given: Fields): Fields {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [/^[\p{L}_][\p{L}\p{N}_{}]*$/u.test(name) ? plainName(name) : name, value]), // biome-ignore format: one pair
  )
}

/** In a ball the equation itself says the dimension: (r² u_r)_r / r². */
function radialDimension(equations: unknown): { readonly dimension: number; readonly isBall: boolean } | undefined {
  const text = Array.isArray(equations) ? equations.filter(isText).join('\n') : ''
  const isBall = /\(\s*r\s*(?:\^\s*2(?!\d)|²)/.test(text) && /\/\s*\(?\s*r\s*(?:\^\s*2(?!\d)|²)/.test(text)
  return isBall || /(?<![\d.])2\s*\/\s*r(?!\w)/.test(text) ? { dimension: 3, isBall } : undefined
}

/**
 * The section with everything in the fields of the file; what stands there already is left as it is.
 * @param errors what cannot be placed is added, with its PATH in the file as typed
 */
export function fromTextbook(section: ProblemText, errors: InputError[]): ProblemText {
  const hasForbidden = [section.domain, section.boundary, section.initial, section.parameters].some(
    (part) => isRecord(part) && forbiddenKeys.some((key) => Object.hasOwn(part, key)),
  )
  if (hasForbidden) return section
  const parameters = isRecord(section.parameters) ? readParameters(section.parameters) : {}
  const changed: Record<string, unknown> = {}
  if (isRecord(section.parameters)) changed.parameters = parameters
  let axes: readonly Ends[] = []
  if (isRecord(section.domain)) {
    const domain = readDomain(section.domain, errors)
    axes = axisNames.flatMap((name) => {
      const axis = domain[name]
      return isRecord(axis) ? [{ name, from: axis.from, to: axis.to }] : []
    })
    const written = axes.some(({ name }) => name === 'r') ? radialDimension(section.equations) : undefined
    const dimension = domain.dimension === undefined ? written?.dimension : undefined
    if (written?.isBall && domain.dimension !== undefined && Number(domain.dimension) !== 3)
      errors.push({ path: 'problem.domain.dimension', message: `must be 3: (r^2 …)_r/r^2 stands in the equations, which is in a ball; here it is ${domain.dimension}` }) // biome-ignore format: one sentence
    changed.domain = dimension === undefined ? domain : { ...domain, dimension }
  }
  if (section.boundary !== undefined && (isRecord(section.boundary) || Array.isArray(section.boundary)))
    changed.boundary = readBoundary(section.boundary, axes, parameters, errors)
  if (section.initial !== undefined && (isRecord(section.initial) || Array.isArray(section.initial)))
    changed.initial = readInitial(section.initial, axes, parameters, errors)
  return { ...section, ...changed }
}
