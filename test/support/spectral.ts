import { readFileSync } from 'node:fs'
import { axisNodes, type DomainAxis, domainSize } from '../../src/core/domain.ts'
import { readFieldEquations } from '../../src/expression/fields/read-field-equations.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import type {
  DiscretisedFields,
  FieldProblem,
  MakeFields,
  SpaceOptions,
} from '../../src/solvers/fields/discretised-fields.ts'
import { makeIntegration } from '../../src/solvers/integrate.ts'
import type { Stepper } from '../../src/solvers/stepper.ts'

/** A problem as it is typed; an axis is [from, to, points], periodic where no condition names it. */
export interface TypedDraft {
  readonly equations: readonly string[]
  readonly parameters?: Readonly<Record<string, number>>
  readonly axes: Readonly<Record<string, readonly [from: number, to: number, points: number]>>
  readonly bounded?: readonly string[]
  readonly boundary?: Readonly<
    Record<string, string | readonly string[] | Readonly<Record<string, string | readonly string[]>>>
  >
}

/** The typed problem read; throws what is wrong with it. */
export function typedProblem({
  equations,
  parameters = {},
  axes,
  bounded = [],
  boundary = {},
}: TypedDraft): FieldProblem {
  const list = Object.entries(axes).map(
    ([name, [from, to, points]]): DomainAxis => ({
      name,
      unit: '1',
      from,
      to,
      points,
      isPeriodic: !bounded.includes(name),
    }),
  )
  const periodic = Object.fromEntries(list.filter((axis) => axis.isPeriodic).map(({ name }) => [name, 'periodic']))
  const read = readFieldEquations({
    equations,
    axes: list.map(({ name, isPeriodic }) => ({ name, isPeriodic })),
    parameters: Object.keys(parameters),
    boundary: { ...periodic, ...boundary },
  })
  if (!read.equations) throw new Error(read.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return {
    equations: read.equations,
    parameters: Float64Array.from(Object.values(parameters)),
    domain: { axes: list, dimension: list.length },
    seed: 1,
  }
}

/** Values of an unknown at the start. */
export type Start = (...coordinates: number[]) => number

/** Node values of functions of the coordinates, unknown after unknown. */
export function nodeValues(problem: FieldProblem, starts: readonly Start[]): Float64Array {
  const nodes = problem.domain.axes.map(axisNodes)
  const size = domainSize(problem.domain)
  const out = new Float64Array(starts.length * size)
  for (const [unknown, start] of starts.entries())
    for (let i = 0; i < size; i++) {
      let rest = i
      const point = nodes.map((values) => {
        const value = values[rest % values.length]
        rest = Math.floor(rest / values.length)
        return value ?? Number.NaN
      })
      out[unknown * size + i] = start(...point)
    }
  return out
}

/** A run: node values at each of the times, and what it cost. */
export interface FieldRun {
  readonly fields: DiscretisedFields
  readonly samples: readonly Float64Array[]
  readonly integrals: readonly Float64Array[]
  readonly steps: number
}

/** Solves a typed problem from functions of the coordinates. */
export function runFields(
  make: MakeFields,
  problem: FieldProblem,
  starts: readonly Start[],
  stepper: Stepper,
  times: readonly number[],
  more: {
    readonly step?: number
    readonly rtol?: number
    readonly atol?: number
    readonly options?: SpaceOptions
    readonly from?: number
  } = {},
): FieldRun {
  const kernels = makeKernels()
  const fields = make(kernels, problem, more.options ?? {})
  const { from = 0, rtol = 1e-6, atol = 1e-9 } = more
  const count = problem.equations.unknowns.length * domainSize(problem.domain)
  const nodes = kernels.reserve(count)
  const sums = kernels.reserve(problem.equations.unknowns.length)
  const out = kernels.reserve(fields.system.size)
  const integration = makeIntegration({
    ...{ system: fields.system, stepper, tolerances: { rtol, atol }, from, to: times.at(-1) ?? from, unknowns: [] },
    ...(more.step === undefined ? {} : { step: more.step }),
  })
  kernels.view(nodes, count).set(nodeValues(problem, starts))
  fields.encode(from, nodes, integration.stepping.state)
  integration.begin(from)
  const samples: Float64Array[] = []
  const integrals: Float64Array[] = []
  for (const time of times) {
    while (!integration.isDone && integration.time < time - 1e-12) integration.advance()
    if (time === from)
      kernels.view(out, fields.system.size).set(kernels.view(integration.stepping.state, fields.system.size))
    else integration.solution(time, out)
    fields.decode(time, out, nodes)
    samples.push(kernels.view(nodes, count).slice())
    fields.integrals(time, out, sums)
    integrals.push(kernels.view(sums, problem.equations.unknowns.length).slice())
  }
  return { fields, samples, integrals, steps: integration.steps }
}

/** A file of test/reference/pde. */
export function referenceText(name: string): string {
  return readFileSync(new URL(`../reference/pde/${name}`, import.meta.url), 'utf8')
}

/** A table with its header; lines that begin with # or "# are comments. */
export function referenceTable(name: string): {
  readonly header: readonly string[]
  readonly rows: readonly (readonly number[])[]
} {
  const lines = referenceText(name)
    .split('\n')
    .filter((line) => line !== '' && !/^"?#/.test(line))
  return { header: (lines[0] ?? '').split(','), rows: lines.slice(1).map((line) => line.split(',').map(Number)) }
}

/** The largest |a − b|. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN))
    if (!(difference <= largest)) largest = difference
  }
  return largest
}
