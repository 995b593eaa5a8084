import { fillNormals, fillUniforms } from '../../core/counter-random.ts'
import { axisNodes, domainSize } from '../../core/domain.ts'
import { RunFailure } from '../../core/errors.ts'
import { makeBlockEvaluator } from '../../expression/lower/blocked.ts'
import { namesIn } from '../../expression/names.ts'
import type { TypedFields } from '../problem.ts'
import { randomNames } from './initial.ts'

/** Streams of the random numbers of initial data: two an unknown. */
const normalStream = 0x696e6974

/** Nodes evaluated at a time. */
const chunk = 1 << 14

/**
 * Node values at the start, unknown after unknown, x fastest. A random number depends on the seed, the unknown and the place of its
 * node alone.
 * @throws RunFailure where a value is not finite, with its place
 */
export function initialNodes({ equations, parameters, domain, initial }: TypedFields, seed: number): Float64Array {
  const size = domainSize(domain)
  const { axes } = domain
  const nodes = axes.map(axisNodes)
  const all = new Float64Array(size * initial.length)
  const names = [...equations.axes, ...equations.parameters, ...randomNames]
  initial.forEach((value, unknown) => {
    const own = all.subarray(unknown * size, (unknown + 1) * size)
    if (value instanceof Float64Array) own.set(value)
    else {
      const evaluate = makeBlockEvaluator([value], names)
      const used = namesIn(value)
      const normal = used.has('normal') ? new Float64Array(size) : undefined
      const uniform = used.has('uniform') ? new Float64Array(size) : undefined
      if (normal) fillNormals({ seed, stream: normalStream + 2 * unknown, block: 0 }, normal)
      if (uniform) fillUniforms({ seed, stream: normalStream + 2 * unknown + 1, block: 0 }, uniform)
      const places = axes.map(() => new Float64Array(Math.min(chunk, size)))
      for (let from = 0; from < size; from += chunk) {
        const count = Math.min(chunk, size - from)
        let stride = 1
        axes.forEach((axis, d) => {
          const [own, place] = [nodes[d], places[d]]
          if (!own || !place) return
          // Each value of the axis stands for `stride` nodes in a row.
          let at = Math.floor(from / stride) % axis.points
          for (let i = 0, left = stride - (from % stride); i < count; left = stride) {
            const end = Math.min(count, i + left)
            const value = own[at] ?? 0
            while (i < end) place[i++] = value
            at = at + 1 === axis.points ? 0 : at + 1
          }
          stride *= axis.points
        })
        const inputs = [
          ...places,
          ...parameters,
          normal?.subarray(from, from + count) ?? 0,
          uniform?.subarray(from, from + count) ?? 0,
        ]
        evaluate(count, inputs, [own.subarray(from, from + count)])
      }
    }
    let bad = 0
    while (bad < size && Number.isFinite(own[bad])) bad++
    if (bad === size) return
    let rest = bad
    const at = axes.map((axis, d) => {
      const place = nodes[d]?.[rest % axis.points] ?? 0
      rest = Math.floor(rest / axis.points)
      return `${axis.name} = ${Number(place.toPrecision(6))}`
    })
    throw new RunFailure(`The initial value of ${equations.unknowns[unknown]} is not a finite number at ${at.join(', ')}: it is ${own[bad]}. Change problem.initial there, like with max(…, 1e-9) or if(condition, value, otherwise).`) // biome-ignore format: one sentence
  })
  return all
}
