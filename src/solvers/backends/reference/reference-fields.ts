import { domainSize } from '../../../core/domain.ts'
import type { DiscretisedFields, FieldProblem, MakeFields } from '../../fields/discretised-fields.ts'
import type { Pointer, System } from '../../system.ts'
import { makeReferenceRates } from './reference-rates.ts'

/**
 * Finite differences in plain TypeScript, written without the generator of loops: what generated code is compared with. Slow.
 */
export const makeReferenceFields: MakeFields = (kernels, problem, options): DiscretisedFields => {
  const order = options.order === 4 ? 4 : 2
  const own: FieldProblem = { ...problem, parameters: problem.parameters.slice() }
  const reference = makeReferenceRates(own, order)
  const size = domainSize(own.domain) * own.equations.unknowns.length
  const read = (from: Pointer) => kernels.view(from, size).slice()
  const rates = (time: number, state: Pointer, out: Pointer) =>
    kernels.view(out, size).set(reference.rates(time, read(state)))
  const prescribe = (time: number, from: Pointer, to: Pointer) =>
    kernels.view(to, size).set(reference.prescribed(time, read(from)))
  const system: System = { kernels, size, rates }
  const h = Math.min(...own.domain.axes.map((axis) => (axis.to - axis.from) / axis.points))
  return {
    space: 'finite-difference',
    order,
    system,
    encode: prescribe,
    decode: prescribe,
    setParameters: (values) => own.parameters.set(values),
    stableStep(time, state) {
      // Power iteration with differences of rates: nothing of the equations' form is used.
      const base = read(state)
      const at = reference.rates(time, base)
      let mode = Float64Array.from(base, (_, i) => (i % 2 === 0 ? 1 : -1) * (1 + 0.1 * ((i * 0.618) % 1)))
      let radius = 0
      for (let k = 0; k < 12; k++) {
        const length = Math.sqrt(mode.reduce((sum, value) => sum + value * value, 0))
        if (!(length > 0)) break
        const step = (1e-6 * Math.sqrt(size)) / length
        const moved = reference.rates(time, base.map((value, i) => value + step * (mode[i] ?? 0))) // biome-ignore format: one call
        const next = moved.map((value, i) => (value - (at[i] ?? 0)) / step)
        radius = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0)) / length
        mode = next
      }
      const explicit = radius > 0 ? 2 / (1.1 * radius) : Number.POSITIVE_INFINITY
      return { explicit, semiImplicit: explicit, reason: `the quickest mode on the grid (spacing ${h.toPrecision(3)})` }
    },
    integrals: (_, state, out) =>
      kernels.view(out, own.equations.unknowns.length).set(reference.integrals(read(state))),
    notes: [`finite differences of order ${order} in plain numbers, without generated code`],
  }
}
