import { namesIn, reservedName } from '../names.ts'
import { foreignFunction } from '../remedies.ts'
import { readFieldLines } from './field-lines.ts'
import { derivativeName, noiseName } from './field-names.ts'
import { constraintsOf } from './field-scope.ts'
import type { FieldText } from './field-text.ts'

/** What the lines of typed fields speak of, as far as they can be read. */
export interface FieldOutline {
  /** Names with a derivative by time, then what constraints hold, as far as it is clear which names they are. */
  readonly unknowns: readonly string[]
  /** Those of them that are of second order in time, and so have a velocity `u_t` at the start. */
  readonly secondOrder: readonly string[]
  /** Those of them that a constraint holds. */
  readonly held: readonly string[]
  readonly definitions: readonly string[]
  /** Names on right sides that are none of these: parameters to be added, typing errors. */
  readonly others: readonly string[]
}

/** The names of a system of fields while it is being typed: never throws, and a line that is half typed only hides its own names. */
export function outlineFields(text: Pick<FieldText, 'equations' | 'axes' | 'parameters'>): FieldOutline {
  const lines = readFieldLines({ ...text, boundary: {} }, () => {})
  const definitions = lines.definitions.map((line) => line.name)
  const evolving = [...lines.orders.keys()].filter((name) => !definitions.includes(name))
  const taken = new Set([
    ...text.parameters,
    ...text.axes.map(({ name }) => name),
    ...evolving,
    ...definitions,
    noiseName,
  ])
  const isFree = (name: string) => !taken.has(name) && !reservedName(name) && !foreignFunction(name)
  const found = new Set<string>()
  /** Names that are derived somewhere are fields, whatever else they are. */
  const derived = new Set<string>()
  const collect = (names: Iterable<string>, inputs: readonly string[] = []) => {
    for (const name of names) {
      const base = taken.has(name) ? undefined : derivativeName(name)?.base
      const own = base ?? name
      if (inputs.includes(own) || !isFree(own)) continue
      found.add(own)
      if (base !== undefined) derived.add(base)
    }
  }
  const constraints = constraintsOf(lines)
  for (const line of [...constraints, ...lines.equations])
    for (const side of [line.left, line.right]) collect(namesIn(side))
  for (const line of lines.definitions) collect(namesIn(line.right), line.inputs)
  const operated = text.equations.flatMap((line) =>
    [...line.matchAll(/\b(?:laplacian|lap|grad|div|biharmonic|d[xyzr]+)\s*\(\s*([A-Za-z_]\w*)/g)].flatMap(
      ([, name]) => name ?? [],
    ),
  )
  const fields = [...found].filter((name) => derived.has(name) || operated.includes(name))
  const candidates = found.size === constraints.length ? [...found] : fields
  const held = candidates.slice(0, constraints.length)
  return {
    unknowns: [...evolving, ...held],
    secondOrder: evolving.filter((name) => lines.orders.get(name) === 2),
    held,
    definitions,
    others: [...found].filter((name) => !held.includes(name)),
  }
}
