import type { Domain } from '../../core/domain.ts'
import type { Frame } from '../../core/field.ts'
import type { Advance, Simulation } from '../../core/simulation.ts'
import type { TypedFields } from '../../pde/problem.ts'
import type { BindingRequest } from '../bindings/binding.ts'
import type { FieldMethod } from '../bindings/field-method.ts'
import { simulationOf } from './field-run.ts'

/** Tolerances of the coarser run, and its step. */
const coarser = { tolerance: 30, step: 2 }

/** Half the intervals along every axis: every second node stays. */
function halved({ domain, initial, levelSet, ...rest }: TypedFields): TypedFields | undefined {
  if (levelSet || initial.some((value) => value instanceof Float64Array)) return undefined
  const axes = domain.axes.map((axis) => ({
    ...axis,
    points: axis.isPeriodic ? axis.points / 2 : (axis.points + 1) / 2,
  }))
  if (axes.some(({ points }) => !Number.isInteger(points) || points < 5)) return undefined
  return { ...rest, initial, domain: { ...domain, axes } }
}

/** The place of a node of the coarser grid among the values of the finer one. */
function placeOnFiner(node: number, coarse: Domain, fine: Domain): number {
  let [place, rest, stride] = [0, node, 1]
  coarse.axes.forEach(({ points }, d) => {
    place += 2 * stride * (rest % points)
    rest = Math.floor(rest / points)
    stride *= fine.axes[d]?.points ?? 1
  })
  return place
}

/**
 * A simulation that runs a second one beside itself, with every second node and a larger step or tolerance, and tells how far they are
 * apart at the end, relative to the largest value of each unknown. The finer one is nearer to the truth than that.
 */
export function withFieldEstimate(
  own: Simulation,
  fields: TypedFields,
  method: FieldMethod,
  request: BindingRequest,
): Simulation {
  const coarse = halved(fields)
  const last = request.times.subarray(request.times.length - 1)
  let fine: Frame | undefined
  let errors: Readonly<Record<string, number>> | undefined
  const estimate = (): Readonly<Record<string, number>> => {
    if (!coarse || !fine) return {}
    const { choice, rtol, atol, backend } = method
    const { step, ...others } = choice
    const second = simulationOf(
      coarse,
      {
        choice: step === undefined ? others : { ...others, step: coarser.step * step },
        // In double precision: the rounding of the finer run is then in the difference.
        backend: backend === 'gpu' ? 'wasm' : backend,
        rtol: coarser.tolerance * rtol,
        atol: coarser.tolerance * atol,
      },
      { ...request, times: last },
      true,
    )
    let frame: Frame | undefined
    for (let done = false; !done; ) {
      const advanced = second.advance(1000, () => 0)
      frame = advanced.frames?.at(-1) ?? frame
      done = advanced.done
    }
    return Object.fromEntries(
      fine.fields.map((field, k) => {
        const values = frame?.fields[k]?.values ?? new Float64Array()
        const largest = field.values.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE)
        const difference = values.reduce((most, value, i) => {
          const finer = field.values[placeOnFiner(i, coarse.domain, fields.domain)] ?? Number.NaN
          return Math.max(most, Math.abs(value - finer))
        }, 0)
        return [field.name, difference / largest]
      }),
    )
  }
  const seen = (advanced: Advance): Advance => {
    fine = advanced.frames?.at(-1) ?? fine
    if (advanced.done) errors ??= estimate()
    return advanced
  }
  const { advanceLater } = own
  return {
    ...own,
    advance: (milliseconds, clock) => seen(own.advance(milliseconds, clock)),
    ...(advanceLater ? { advanceLater: async (milliseconds: number, clock: () => number) => seen(await advanceLater(milliseconds, clock)) } : {}), // biome-ignore format: one record
    report() {
      const report = own.report()
      const notes = coarse
        ? []
        : ['no error was estimated: that needs an even number of points along a periodic axis, an odd one along another, and initial data as expressions'] // biome-ignore format: one sentence
      return {
        ...report,
        errors: { ...report.errors, ...(errors && Object.keys(errors).length > 0 ? { estimate: errors } : {}) },
        notes: [...(report.notes ?? []), ...notes],
      }
    },
  }
}
