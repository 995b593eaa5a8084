import { axisSpacing, coordinateValues, type Domain } from '../../../core/domain.ts'
import { call, isNumber } from '../../../expression/build.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import { termIndex } from '../../../expression/fields/field-terms.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { reconstructKernels } from '../../../kernels/reconstruct.ts'
import { type VectorKernels, vectorKernels } from '../../../kernels/vector.ts'
import { type ArrayFunction, compileArrays } from '../../compile-arrays.ts'
import type { Pointer } from '../../system.ts'
import type { FieldRates } from '../finite-difference/field-rates.ts'
import type { AdvectiveForm } from './advective-form.ts'
import { givenEnds, type LineEnds, lineShape, openEnds, unknownEnds } from './padded-lines.ts'
import { namesOf, waveSpeeds } from './wave-speed.ts'

/** What carries, computed for states of all unknowns on the nodes. */
export interface Advection {
  /** out ← out − ∂fluxes − speeds · slopes; `out` has the unknowns that evolve, one after another. */
  subtract(time: number, all: Pointer, out: Pointer): void
  /** Σ over the axes of the largest wave speed over the spacing, 1/time. */
  rate(time: number, all: Pointer): number
  setParameters(values: Float64Array): void
  readonly usesTime: boolean
}

interface AdvectionRequest {
  readonly equations: FieldEquations
  readonly form: AdvectiveForm
  readonly domain: Domain
  readonly order: number
  /** Of all terms, for velocities that are made of them. */
  readonly fields: FieldRates
  /** Place of each unknown in `out`. */
  readonly slots: readonly number[]
}

/** A name of an expression and where its values on the nodes are, for a state. */
interface NodeArray {
  readonly name: string
  pointer(all: Pointer): Pointer
}

/** A compiled loop; numbers are written before a call. */
interface Pointwise {
  readonly run: ArrayFunction
  readonly names: readonly string[]
  readonly arguments: number[]
}

/** Makes what computes fluxes and their differences, a block of lines at a time. */
export function makeAdvection(kernels: Kernels, request: AdvectionRequest): Advection {
  const { equations, form, domain, order, fields, slots } = request
  const { unknowns, axes, terms } = equations
  const counts = domain.axes.map(({ points }) => points)
  const nodes = counts.reduce((product, count) => product * count, 1)
  const spacings = domain.axes.map(axisSpacing)
  const kernel = reconstructKernels(kernels)
  const vector = vectorKernels(kernels)
  const numbers = new Map<string, number>(equations.parameters.map((name) => [name, 0]))
  numbers.set('t', 0)
  const speeds = waveSpeeds(form.fluxes, unknowns, axes.length)
  const everything = [...form.fluxes, ...form.speeds, ...speeds].map(({ value }) => value)
  const used = namesOf(everything)
  const slopes: Expression[] = []
  const ends = (axis: number, name: string): LineEnds => {
    const unknown = unknowns.indexOf(name)
    return unknown >= 0 ? unknownEnds(equations, domain, axis, unknown) : givenEnds(domain, axis, name)
  }

  const arrays = new Map<string, NodeArray>()
  const termNames = used.filter((name) => terms[termIndex(name) ?? -1])
  const termSweep = termNames.length > 0 ? fields.sweep(termNames.map((name): Expression => ({ kind: 'name', name }))) : undefined // biome-ignore format: one thought
  const termValues = kernels.reserve(nodes * termNames.length)
  for (const name of used) {
    const unknown = unknowns.indexOf(name)
    const axis = axes.indexOf(name)
    const term = termNames.indexOf(name)
    if (unknown >= 0) arrays.set(name, { name, pointer: (all) => all + 8 * unknown * nodes })
    else if (term >= 0) arrays.set(name, { name, pointer: () => termValues + 8 * term * nodes })
    else if (axis >= 0) {
      const pointer = kernels.reserve(nodes)
      kernels.view(pointer, nodes).set(coordinateValues(domain, axis))
      arrays.set(name, { name, pointer: () => pointer })
    }
  }
  const pointwise = (expressions: readonly Expression[]): Pointwise => {
    const names = namesOf(expressions).filter((name) => arrays.has(name) || numbers.has(name))
    const run = compileArrays(
      kernels,
      expressions,
      names.map((name) => ({ name, kind: arrays.has(name) ? 'array' : 'scalar' })),
    )
    return { run, names, arguments: new Array<number>(names.length + expressions.length).fill(0) }
  }
  const setNumbers = ({ names, arguments: list }: Pointwise): void => {
    for (let i = 0; i < names.length; i++) if (!arrays.has(names[i])) list[i] = numbers.get(names[i]) ?? 0
  }

  const perAxis = axes.map((_, axis) => {
    const fluxes = form.fluxes.filter((one) => one.axis === axis)
    const carried = form.speeds.filter((one) => one.axis === axis)
    const groups = speeds.filter((one) => one.axis === axis)
    if (fluxes.length + carried.length === 0) return undefined
    const loop = pointwise([...fluxes, ...groups, ...carried].map(({ value }) => value))
    const shape = lineShape(counts, axis)
    // Unknowns are needed beside their fluxes whether these use them or not.
    const needed = new Set([...loop.names.filter((name) => arrays.has(name)), ...[...fluxes, ...carried].map(({ rate }) => unknowns[rate] ?? '')]) // biome-ignore format: one thought
    for (const name of needed) {
      const unknown = unknowns.indexOf(name)
      if (unknown >= 0) arrays.set(name, { name, pointer: (all) => all + 8 * unknown * nodes })
    }
    const slopeOf = (slope: Expression | undefined): number => (slope ? slopes.push(slope) - 1 : -1)
    const lines = [...needed].map((name) => {
      const speed = [...groups.filter(({ isSigned }) => isSigned), ...carried.map((one) => ({ ...one, rates: [one.rate] }))].find(({ rates: [rate = -1] }) => unknowns[rate] === name) // biome-ignore format: one thought
      const rule = openEnds(ends(axis, name), speed?.value)
      return { name, padded: 0, rule, fromSlope: slopeOf(rule.fromSlope), toSlope: slopeOf(rule.toSlope) }
    })
    return { axis, fluxes, carried, groups, loop, shape, lines, scale: 1 / (spacings[axis] ?? 1) }
  })
  const slopeSweep = slopes.length > 0 ? fields.sweep(slopes) : undefined
  const slopeValues = kernels.reserve(nodes * slopes.length)

  // One set of blocks for all axes.
  const longest = Math.max(8, ...perAxis.map((one) => one?.shape.length ?? 0))
  const blocks: Pointer[] = []
  const block = (place: number): Pointer => {
    while (blocks.length <= place) blocks.push(kernels.reserve(longest))
    return blocks[place] ?? 0
  }
  const sweeps = perAxis.flatMap((one) => {
    if (!one) return []
    let taken = 2
    for (const line of one.lines) line.padded = block(taken++)
    const outputs = [...one.fluxes, ...one.groups, ...one.carried].map(() => block(taken++))
    const padded = new Map(one.lines.map((line) => [line.name, line.padded]))
    one.loop.names.forEach((name, i) => {
      one.loop.arguments[i] = padded.get(name) ?? 0
    })
    outputs.forEach((pointer, i) => {
      one.loop.arguments[one.loop.names.length + i] = pointer
    })
    const speedOf = (rate: number) => outputs[one.fluxes.length + one.groups.findIndex(({ rates }) => rates.includes(rate))] ?? 0 // biome-ignore format: one thought
    const own = (rate: number) => ({ rate, slot: slots[rate] ?? 0, u: padded.get(unknowns[rate] ?? '') ?? 0 })
    return [
      {
        ...one,
        fluxes: one.fluxes.map(({ rate }, i) => ({
          ...own(rate),
          f: outputs[i] ?? 0,
          speed: speedOf(rate),
          isSigned: one.groups.some(({ rates, isSigned }) => isSigned && rates.includes(rate)),
        })),
        carried: one.carried.map(({ rate }, i) => ({ ...own(rate), speed: outputs[one.fluxes.length + one.groups.length + i] ?? 0 })),
      },
    ] // biome-ignore format: one thought
  })
  const [left, right] = [block(0), block(1)]

  const prepare = (time: number, all: Pointer): void => {
    numbers.set('t', time)
    termSweep?.(time, all, termValues)
    slopeSweep?.(time, all, slopeValues)
  }

  const carry = (one: (typeof sweeps)[number], all: Pointer, out: Pointer, first: number, rows: number, start: number, inner: number): void => {
    const { shape, lines, loop, fluxes, carried, scale, axis } = one
    const { n, step, plane } = shape
    const place = 8 * (first * plane + start)
    for (const { name, padded, rule, fromSlope, toSlope } of lines) {
      const source = (arrays.get(name)?.pointer(all) ?? 0) + place
      const low = fromSlope < 0 ? 0 : slopeValues + 8 * fromSlope * nodes + place
      const high = toSlope < 0 ? 0 : slopeValues + 8 * toSlope * nodes + place
      kernel.padLines(source, padded, n, inner, rows, step, plane, rule.from, rule.to, low, high, spacings[axis] ?? 1)
    }
    const length = rows * (n + 6) * inner
    loop.run(length, ...loop.arguments)
    const faces = length - 5 * inner
    for (const { slot, u, f, speed, isSigned } of fluxes) {
      const faceFluxes = isSigned ? kernel.upwindFluxFaces : kernel.fluxFaces
      faceFluxes(order, u, f, speed, left, faces, 8 * inner)
      kernel.subtractDifferences(left, out + 8 * slot * nodes + place, n, inner, rows, step, plane, scale)
    }
    for (const { slot, u, speed } of carried) {
      kernel.valueFaces(order, u, left, right, faces, 8 * inner)
      kernel.subtractUpwind(speed, left, right, out + 8 * slot * nodes + place, n, inner, rows, step, plane, scale)
    }
  } // biome-ignore format: signature

  const rateLoop = makeRateLoop(
    pointwise,
    perAxis.flatMap((one) => (one ? [...one.groups.map(({ value }) => ({ axis: one.axis, value })), ...one.carried] : [])),
    () => kernels.reserve(RATE_BLOCK),
  ) // biome-ignore format: one thought

  return {
    subtract(time, all, out) {
      prepare(time, all)
      for (const one of sweeps) {
        const { step, outer, innerBlock, rowBlock } = one.shape
        setNumbers(one.loop)
        for (let first = 0; first < outer; first += rowBlock)
          for (let start = 0; start < step; start += innerBlock)
            carry(one, all, out, first, Math.min(rowBlock, outer - first), start, Math.min(innerBlock, step - start))
      }
    },
    rate(time, all) {
      prepare(time, all)
      setNumbers(rateLoop.loop)
      return rateLoop.largest(vector, nodes, (name) => arrays.get(name)?.pointer(all), spacings)
    },
    setParameters(values) {
      equations.parameters.forEach((name, i) => {
        numbers.set(name, values[i] ?? 0)
      })
    },
    usesTime: used.includes('t') || (termNames.length > 0 && fields.usesTime) || (slopes.length > 0 && fields.usesTime),
  }
}

const RATE_BLOCK = 2048

/** Largest wave speeds over all nodes, a block at a time. */
function makeRateLoop(
  pointwise: (expressions: readonly Expression[]) => Pointwise,
  speeds: readonly { readonly axis: number; readonly value: Expression }[],
  reserve: () => Pointer,
) {
  const varying = speeds.filter(({ value }) => !isNumber(value, 0))
  const loop = pointwise(varying.map(({ value }) => call('abs', value)))
  const outputs = varying.map(() => reserve())
  const most = new Float64Array(varying.length)
  return {
    loop,
    largest(vector: VectorKernels, nodes: number, pointerOf: (name: string) => Pointer | undefined, spacings: readonly number[]): number {
      const list = loop.arguments
      most.fill(0)
      if (outputs.length === 0) return 0
      for (let from = 0; from < nodes; from += RATE_BLOCK) {
        const count = Math.min(RATE_BLOCK, nodes - from)
        loop.names.forEach((name, i) => {
          const pointer = pointerOf(name)
          if (pointer !== undefined) list[i] = pointer + 8 * from
        })
        outputs.forEach((pointer, i) => {
          list[loop.names.length + i] = pointer
        })
        loop.run(count, ...list)
        outputs.forEach((pointer, i) => {
          most[i] = Math.max(most[i], vector.maxNorm(count, pointer))
        })
      }
      const perAxis = spacings.map((_, axis) => varying.reduce((size, one, i) => (one.axis === axis ? Math.max(size, most[i]) : size), 0))
      return perAxis.reduce((sum, size, axis) => sum + size / (spacings[axis] ?? 1), 0)
    },
  }
} // biome-ignore format: signature
