import { RunFailure } from '../../../core/errors.ts'
import { encodeGpuStatements } from '../../../expression/lower/gpu-statements.ts'
import { isPrescribed } from '../../discretisations/finite-difference/boundary-rules.ts'
import { gridShape } from '../../discretisations/finite-difference/finite-difference.ts'
import { makeGridTables } from '../../discretisations/finite-difference/grid-tables.ts'
import { type PlannedOutput, planSweep } from '../../discretisations/finite-difference/sweep-plan.ts'
import type { FieldProblem } from '../../fields/discretised-fields.ts'
import type { GpuMethod } from './gpu-methods.ts'
import { makeGpuNumbers } from './gpu-numbers.ts'

/** Source of a kernel, its output (x, y, z) and whether it needs `erf`. */
export interface GpuKernelText {
  readonly source: string
  readonly output: readonly number[]
  readonly usesErf: boolean
}

/** One kernel called: on which arrays, by name, and which name its result gets. */
export interface GpuCall {
  readonly kernel: number
  readonly inputs: readonly string[]
  readonly result: string
}

/** One step of a method in time as calls of kernels. Arrays are named `s STAGE UNKNOWN`; `scalars`, `lines` and `clock` (time, step) are given. */
export interface GpuPlan {
  readonly kernels: readonly GpuKernelText[]
  /** Takes `s 0 k` to `s STAGES k`. */
  readonly calls: readonly GpuCall[]
  readonly stages: number
  readonly lines: Float32Array
  scalars(parameters: Float64Array): Float32Array
  readonly usesTime: boolean
}

/** Where an array is: its name, and the margins it has so far along each axis. */
interface Layout {
  readonly name: string
  readonly margins: readonly number[]
}

/** WebGPU promises eight buffers a kernel; one is the result. */
const mostInputs = 7
const letters = ['x', 'y', 'z'] as const

/** Plans the steps of an explicit method: the same stencils and rules at the ends as the loops of finite differences. */
export function planGpu(problem: FieldProblem, order: 2 | 4, method: GpuMethod): GpuPlan {
  const { equations, domain } = problem
  const shape = gridShape(problem, order)
  const { counts } = shape
  const rank = counts.length
  const plan = planSweep(equations, shape, equations.rates)
  const { graph, places } = plan.stencil
  const outputsOf = (name: string): readonly PlannedOutput[] => plan.functions.find((one) => one.name === name)?.outputs ?? [] // biome-ignore format: one thought
  const bounded = counts.map((_, axis) => !shape.isPeriodic[axis])
  const kernels: GpuKernelText[] = []
  const known = new Map<string, number>()
  const calls: GpuCall[] = []
  let usesTime = false

  const numbers = makeGpuNumbers(domain, makeGridTables(domain, order), equations.parameters)

  /** A kernel being written: how inputs read, and which arrays it takes. */
  const makeWriter = (
    margins: readonly number[],
    layouts: readonly (Layout | undefined)[],
    time: number,
    pinned?: { readonly axis: number; readonly node: number },
  ) => {
    const inputs: string[] = []
    const places2 = new Map<string, string>()
    const head: string[] = []
    const argument = (name: string): string => {
      const at = inputs.indexOf(name)
      return `a${at >= 0 ? at : inputs.push(name) - 1}`
    }
    const index = (axis: number, by: number, own: number): string => {
      const letter = letters[axis] ?? 'x'
      if (pinned?.axis === axis) return String(pinned.node + own + by)
      const moved = own - (margins[axis] ?? 0) + by
      if (moved === 0) return `this.thread.${letter}`
      if (bounded[axis]) return `this.thread.${letter} ${moved < 0 ? '-' : '+'} ${Math.abs(moved)}`
      const name = `${letter}${by < 0 ? 'm' : 'p'}${Math.abs(by)}`
      if (!places2.has(name)) {
        const count = counts[axis] ?? 1
        const wrap = by < 0 ? `if (${name} < 0) { ${name} = ${name} + ${count}; }` : `if (${name} > ${count - 1}) { ${name} = ${name} - ${count}; }` // biome-ignore format: one choice
        head.push(`let ${name} = this.thread.${letter} ${by < 0 ? '-' : '+'} ${Math.abs(by)}; ${wrap}`)
        places2.set(name, name)
      }
      return name
    }
    const element = (layout: Layout, shift: readonly number[]): string => {
      let text = argument(layout.name)
      for (let axis = rank - 1; axis >= 0; axis--)
        text += `[${index(axis, shift[axis] ?? 0, layout.margins[axis] ?? 0)}]`
      return text
    }
    const read = (slot: number): string => {
      const place = places[slot]
      switch (place?.kind) {
        case 'tap': {
          const layout = layouts[place.array]
          if (!layout) throw new Error(`array ${place.array} is read before it is made`)
          return element(layout, place.shift)
        }
        case 'table': {
          const from = numbers.lineAt(place.axis, place.name) + place.shift
          const own = pinned?.axis === place.axis ? String(from + pinned.node) : `this.thread.${letters[place.axis] ?? 'x'} + ${from - (margins[place.axis] ?? 0)}` // biome-ignore format: one choice
          return `${argument('lines')}[${own}]`
        }
        case 'scalar':
          if (place.name !== 't') return `${argument('scalars')}[${numbers.scalarAt(place.name)}]`
          usesTime = true
          return `(${argument('clock')}[0] + ${time.toFixed(3)} * ${argument('clock')}[1])`
        default:
          throw new Error('the state is read as an array')
      }
    }
    return { inputs, head, argument, element, read }
  }
  const sizeWith = (margins: readonly number[]) => counts.map((count, axis) => count + 2 * (margins[axis] ?? 0))
  const none = counts.map(() => 0)
  const call = (
    writer: { readonly inputs: readonly string[] },
    body: string,
    margins: readonly number[],
    usesErf: boolean,
    result: string,
  ): void => {
    const output = sizeWith(margins)
    const source = `function(${writer.inputs.map((_, i) => `a${i}`).join(', ')}) {\n${body}\n}`
    const key = `${output.join(' ')} ${source}`
    const kernel = known.get(key) ?? kernels.push({ source, output, usesErf }) - 1
    known.set(key, kernel)
    calls.push({ kernel, inputs: [...writer.inputs], result })
  }

  const last = plan.arrays.stages
  const full = counts.map((_, axis) => (bounded[axis] ? (plan.ghosts[axis] ?? 0) : 0))
  /** Fills arrays of a stage beyond their ends, axis after axis, the last first. */
  const extend = (layouts: (Layout | undefined)[], stage: number, time: number, tag: string): void => {
    for (let axis = rank - 1; axis >= 0; axis--) {
      if (!bounded[axis]) continue
      const before = [...layouts]
      plan.arrays.arrays.forEach((one, array) => {
        const old = before[array]
        if (plan.arrays.stageOf[array] !== stage || one.kind === 'expression' || !old) return
        const ends = (['from', 'to'] as const).flatMap(
          (end) =>
          outputsOf(`end ${stage} ${axis} ${end}`).flatMap((output) => output.to === 'taps' && output.array === array ? [{ end, output }] : []), // biome-ignore format: one thought
        )
        const ghosts = full[axis] ?? 0
        if (ends.length === 0 && ghosts === 0) return
        const margins = old.margins.map((own, a) => (a === axis ? ghosts : own))
        const count = counts[axis] ?? 1
        const main = makeWriter(margins, before, time)
        let usesErf = false
        const branches = ends.map(({ end, output }, k) => {
          const node = end === 'from' ? 0 : count - 1
          const writer = makeWriter(margins, before, time, { axis, node })
          // One list of arguments for all branches.
          const made = encodeGpuStatements(
            graph,
            output.node,
            (slot) => rename(writer, main, writer.read(slot)),
            `e${k}v`,
          )
          usesErf ||= made.usesErf
          main.head.push(...writer.head.filter((line) => !main.head.includes(line)))
          const at = node + (output.to === 'taps' ? (output.shift[axis] ?? 0) : 0) + ghosts
          return `if (this.thread.${letters[axis]} == ${at}) {\n${made.statements.join('\n')}\nreturn ${made.value};\n}`
        })
        // Where no rule writes, the place itself; beyond the ends every place has a rule.
        const here = main.element(old, none)
        const body = [...main.head, ...branches, `return ${here};`].join('\n')
        const name = `${tag} array ${array} axis ${axis}`
        call(main, body, margins, usesErf, name)
        layouts[array] = { name, margins }
      })
    }
  }

  const expressionKernel = (
    layouts: (Layout | undefined)[],
    inside: number,
    beyond: number | undefined,
    time: number,
    name: string,
  ): Layout => {
    const margins = beyond === undefined ? none : full
    const writer = makeWriter(margins, layouts, time)
    const made = encodeGpuStatements(graph, inside, writer.read, 'v')
    let body = `${made.statements.join('\n')}\nreturn ${made.value};`
    let { usesErf } = made
    if (beyond !== undefined && full.some((one) => one > 0)) {
      const outer = encodeGpuStatements(graph, beyond, writer.read, 'w')
      usesErf ||= outer.usesErf
      const tests = full.flatMap((by, axis) => by > 0 ? [`this.thread.${letters[axis]} < ${by}`, `this.thread.${letters[axis]} > ${by + (counts[axis] ?? 1) - 1}`] : []) // biome-ignore format: one thought
      body = `if (${tests.join(' || ')}) {\n${outer.statements.join('\n')}\nreturn ${outer.value};\n}\n${body}`
    }
    call(writer, [...writer.head, body].join('\n'), margins, usesErf, name)
    return { name, margins }
  }

  method.stages.forEach(({ time, uses, text }, step) => {
    const state = (at: number, unknown: number): Layout => ({ name: `s ${at} ${unknown}`, margins: none })
    const layouts: (Layout | undefined)[] = plan.arrays.arrays.map((one) => one.kind === 'unknown' ? state(step, one.unknown) : undefined) // biome-ignore format: one thought
    extend(layouts, 0, time, `${step}`)
    for (let stage = 1; stage < last; stage++) {
      const made = new Map<number, Layout>()
      const beyonds = outputsOf(`beyond ${stage}`)
      const fill = (isExpression: boolean) => {
        for (const output of outputsOf(`fill ${stage}`)) {
          if (output.to !== 'taps' || (plan.arrays.arrays[output.array]?.kind === 'expression') !== isExpression)
            continue
          const beyond = isExpression ? beyonds.find((one) => one.to === 'taps' && one.array === output.array)?.node : undefined // biome-ignore format: one choice
          made.set(output.array, expressionKernel(layouts, output.node, beyond, time, `${step} array ${output.array}`))
        }
        for (const [array, layout] of made) layouts[array] = layout
        made.clear()
      }
      fill(false)
      extend(layouts, stage, time, `${step}`)
      fill(true)
    }
    // A point where a value is prescribed keeps it.
    for (const output of outputsOf(`fill ${last}`)) {
      if (output.to !== 'out') continue
      const unknown = output.part
      const writer = makeWriter(none, layouts, time)
      const made = encodeGpuStatements(graph, output.node, writer.read, 'v')
      const ends = counts.flatMap((count, axis) => (bounded[axis] ? [{ axis, end: 'from' as const, node: 0 }, { axis, end: 'to' as const, node: count - 1 }] : [])) // biome-ignore format: one list
      const held = ends.filter(({ axis, end }) => isPrescribed(equations, { axis, end }, unknown))
      const tests = held.map(({ axis, node }) => `this.thread.${letters[axis]} == ${node}`)
      const mask = tests.length > 0 ? [`if (${tests.join(' || ')}) { f = 0.0; }`] : []
      const combine = (into: typeof writer, before: readonly string[]): void => {
        const own = [...new Set(uses)].map((at) => `const s${at} = ${into.element(state(at, unknown), none)};`)
        const body = [...before, `const dt = ${into.argument('clock')}[1];`, ...own, `return ${text};`]
        call(into, body.join('\n'), none, made.usesErf, `s ${step + 1} ${unknown}`)
      }
      const rate = [...writer.head, ...made.statements, `let f = ${made.value};`, ...mask]
      const arrays = new Set([...writer.inputs, 'clock', ...uses.map((at) => state(at, unknown).name)])
      if (arrays.size <= mostInputs) {
        combine(writer, rate)
        continue
      }
      // Too many arrays for one kernel: the rate first.
      const name = `${step} rate ${unknown}`
      call(writer, [...rate, 'return f;'].join('\n'), none, made.usesErf, name)
      const second = makeWriter(none, layouts, time)
      combine(second, [`const f = ${second.element({ name, margins: none }, none)};`])
    }
  })
  const widest = calls.reduce((most, { inputs }) => Math.max(most, inputs.length), 0)
  if (widest > mostInputs)
    throw new RunFailure(`a kernel of these equations reads ${widest} arrays, and ${mostInputs} are what every GPU allows. Write "backend": "wasm"`) // biome-ignore format: one sentence

  return {
    kernels,
    calls,
    stages: method.stages.length,
    lines: numbers.lines(),
    usesTime,
    scalars: numbers.scalars,
  }
}

/** Text of one writer with the arguments of another. */
function rename(
  from: { readonly inputs: readonly string[] },
  to: { argument(name: string): string },
  text: string,
): string {
  return text.replaceAll(/\ba(\d+)(?=\[)/g, (_, at) => to.argument(from.inputs[Number(at)] ?? ''))
}
