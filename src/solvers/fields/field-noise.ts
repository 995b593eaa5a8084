import { coordinates, domainSize } from '../../core/domain.ts'
import { makeBlockEvaluator } from '../../expression/lower/blocked.ts'
import { namesIn } from '../../expression/names.ts'
import type { Pointer, System } from '../system.ts'
import type { DiscretisedFields, FieldProblem } from './discretised-fields.ts'
import { makeNodeCalculus } from './node-calculus.ts'
import { levelOnNodes } from './observed-numbers.ts'

/** Writes the factor of the noise at every node, divided by the root of the cell's volume: unknown after unknown. */
type WriteFactor = (time: number, state: Pointer, out: Pointer) => void

/** From decoded node values; once for a set of parameters where the factor depends on neither unknowns nor time. */
function makeFactor(fields: DiscretisedFields, problem: FieldProblem): WriteFactor {
  const { equations, domain, parameters } = problem
  const { unknowns, axes } = equations
  const { kernels } = fields.system
  const size = domainSize(domain)
  const nodes = kernels.reserve(size * unknowns.length)
  const kept = kernels.reserve(size * unknowns.length)
  const places = coordinates(domain)
  const { weights } = makeNodeCalculus(domain, levelOnNodes(problem))
  const overRoot = weights.map((volume) => (volume > 0 ? 1 / Math.sqrt(volume) : 0))
  const names = [...unknowns, ...axes, ...equations.parameters, 't']
  const evaluators = equations.noise.map((factor) => (factor ? makeBlockEvaluator([factor], names) : undefined))
  const varying = equations.noise.some((factor) => factor && [...namesIn(factor)].some((name) => name === 't' || unknowns.includes(name))) // biome-ignore format: one thought
  const knownOf = new Float64Array(parameters.length).fill(Number.NaN)
  let isKnown = false
  return (time, state, out) => {
    const all = kernels.whole()
    if (varying || !isKnown || !parameters.every((value, i) => Object.is(value, knownOf[i]))) {
      fields.decode(time, state, nodes)
      const values = unknowns.map((_, i) => kernels.view(nodes + 8 * i * size, size))
      evaluators.forEach((evaluate, i) => {
        const own = kernels.view(kept + 8 * i * size, size)
        if (!evaluate) return
        evaluate(size, [...values, ...places, ...parameters, time], [own])
        for (let k = 0; k < size; k++) own[k] = own[k]! * overRoot[k]!
      })
      knownOf.set(parameters)
      isKnown = true
    }
    all.copyWithin(out / 8, kept / 8, kept / 8 + size * unknowns.length)
  }
}

/** The system with the white noise of its fields: a normal number a node times the factor there, brought into the state. */
export function withFieldNoise(fields: DiscretisedFields, problem: FieldProblem): System {
  const { system } = fields
  const { noise, unknowns } = problem.equations
  if (system.noise || noise.every((factor) => factor === undefined)) return system
  const { kernels } = system
  const count = domainSize(problem.domain) * unknowns.length
  const product = kernels.reserve(count)
  const write = fields.noise ?? makeFactor(fields, problem)
  return {
    ...system,
    noise: {
      count,
      seed: problem.seed,
      apply(time, state, increments, out) {
        write(time, state, product)
        const view = kernels.whole()
        const [a, b] = [product / 8, increments / 8]
        for (let i = 0; i < count; i++) view[a + i] = view[a + i]! * view[b + i]!
        fields.encode(time, product, out)
      },
    },
  }
}
