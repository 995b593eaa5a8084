import { coordinateValues, domainSize } from '../../../core/domain.ts'
import { namesIn } from '../../../expression/names.ts'
import { fftKernels } from '../../../kernels/fft.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import type { DiscretisedFields, FieldProblem, MakeFields, SpaceOptions } from '../../fields/discretised-fields.ts'
import type { Pointer, System } from '../../system.ts'
import { seriesOf, spaceOf } from './choose-kinds.ts'
import { makeSpectralLinear } from './linear-part.ts'
import { conjugatePlaces, type Kept, type Modes, makeModes, symbolsOf } from './modes.ts'
import { identityOperator } from './operator.ts'
import type { EvaluationContext } from './pointwise-loop.ts'
import { integralWeights, trapezoidWeights } from './quadrature.ts'
import type { SymbolBlocks } from './spectral-blocks.ts'
import { circularMessage, makeEvaluation } from './spectral-evaluation.ts'
import { type SpectralForm, spectralForm } from './spectral-form.ts'
import { type SpectralRow, type SpectralRows, spectralRows, valueIn } from './spectral-rows.ts'
import { makeStableStep } from './stable-step.ts'
import { makeTransforms, type PlacedSymbol, type Transforms } from './transforms.ts'

/** What part of the wave numbers products of this degree leave room for. */
function keptFor(degree: number, dealias: SpaceOptions['dealias']): Kept {
  if (dealias) return dealias === 'none' ? 'all' : dealias === 'half' ? 'quarter' : 'third'
  return degree <= 1 || degree === Number.POSITIVE_INFINITY ? 'all' : degree === 2 ? 'third' : 'quarter'
}

function notesOf(form: SpectralForm, kept: Kept, degree: number): string[] {
  const cut = {
    all: degree <= 1 ? 'all wave numbers are kept: nothing is multiplied' : 'no wave numbers are cut off, so products that are no polynomials are aliased; a finer grid shows how much',
    third: 'the upper third of the wave numbers is kept empty, so that quadratic products are exact',
    quarter: 'the upper half of the wave numbers is kept empty, so that cubic products are exact',
  } as const // biome-ignore format: sentences
  const note = degree > 1 && degree !== Number.POSITIVE_INFINITY && kept === 'all' ? 'no wave numbers are cut off, as asked: products are aliased' : cut[kept] // biome-ignore format: a sentence
  return [note, ...form.notes]
}

/** Pseudo-spectral discretisation on a box: Fourier series along periodic axes, cosines or sines along bounded ones. */
export const makeFourierFields: MakeFields = (kernels, problem, options) => {
  const { equations, domain } = problem
  const series = seriesOf(equations, domain)
  if ('refusal' in series) throw new Error(series.refusal)
  const { kinds } = series
  const form = spectralForm(equations, kinds)
  const kept = keptFor(form.degree, options.dealias)
  const modes = makeModes(domain, kept)
  const transforms = makeTransforms(kernels, modes)
  const fft = fftKernels(kernels)
  const parameters = problem.parameters.slice()
  const rowsNow = () => spectralRows(form, modes, kinds, equations.algebraic, valueIn(equations.parameters, parameters))
  let rows = rowsNow()
  if (rows.undetermined !== undefined) throw new Error(circularMessage)

  // Unknowns with a rate have a place in the state.
  const evolved = equations.unknowns.flatMap((_, place) => (equations.algebraic[place] ? [] : [place]))
  const solved = equations.unknowns.flatMap((_, place) => (equations.algebraic[place] ? [place] : []))
  const slots = equations.unknowns.map((_, place) => evolved.indexOf(place))
  const points = domainSize(domain)
  const bytes = 8 * modes.length
  const size = evolved.length * modes.length

  const context = makeContext(kernels, problem, form, modes, transforms)
  const rateRow = (from: SpectralRows, place: number): SpectralRow => {
    const row = from.rates[place]
    if (!row) throw new Error('an algebraic unknown has no rate')
    return row
  }
  const rest = makeEvaluation(context, rows, (from) => evolved.map((place) => rateRow(from, place)), slots, false)
  const constraints =
    solved.length === 0
      ? undefined
      : makeEvaluation(context, rows, (from) => solved.flatMap((place) => from.solved.get(place) ?? []), slots, true)
  const solvedAt = solved.map(() => kernels.reserve(modes.length))
  const restOuts = evolved.map(() => 0)
  const blocksOf = (from: SpectralRows): SymbolBlocks =>
    evolved.flatMap((place) => evolved.map((other) => rateRow(from, place).unknowns.get(other)))
  const linear = makeSpectralLinear(kernels, modes, transforms, evolved.length, blocksOf(rows))
  const masks = equations.unknowns.map((_, place) =>
    transforms.placeSymbol(symbolsOf(modes, identityOperator(domain.axes.length), kinds[place], () => 1)),
  )
  const identity: PlacedSymbol = { kind: 0, pointer: 0 }
  const weights = equations.unknowns.map((_, place) => integralWeights(domain, modes, kinds[place]))
  rest.refresh(rows, parameters)
  constraints?.refresh(rows, parameters)
  const sink = evolved.map(() => kernels.reserve(modes.length))
  const stableStep = makeStableStep({
    ...{ context, evolved, unknowns: equations.unknowns, blocks: linear.blocks, rows: () => rows, parameters },
    products: rest.products,
    evaluateInputs: (time, state) => rest.run(time, state, sink, true),
  })

  const nonstiff = (time: number, state: Pointer, out: Pointer) => {
    for (let i = 0; i < restOuts.length; i++) restOuts[i] = out + i * bytes
    rest.run(time, state, restOuts)
  }
  const system: System = {
    kernels,
    size,
    coefficients: { unknowns: evolved.length },
    isAutonomous: !form.products.some(({ expression }) => namesIn(expression).has('t')),
    rates(time, state, out) {
      nonstiff(time, state, out)
      linear.apply(state, out, true)
    },
    split: {
      nonstiff,
      stiff: (_, state, out) => linear.apply(state, out, false),
      stiffJacobian: linear.jacobian,
      linear: linear.part,
      solveShifted: linear.solveShifted,
    },
  }
  const fields: DiscretisedFields = {
    space: spaceOf(kinds),
    order: Number.POSITIVE_INFINITY,
    system,
    encode(_, nodes, state) {
      for (let i = 0; i < evolved.length; i++) {
        const place = evolved[i]
        transforms.forward(kinds[place], nodes + 8 * points * place)
        transforms.gather(masks[place], state + i * bytes, false)
        if (context.pairs.count > 0) fft.conjugatePairs(state + i * bytes, context.pairs.pointer, context.pairs.count)
      }
    },
    decode(time, state, nodes) {
      constraints?.run(time, state, solvedAt)
      for (let place = 0; place < kinds.length; place++) {
        const from = slots[place] >= 0 ? state + slots[place] * bytes : solvedAt[solved.indexOf(place)]
        transforms.scatter(identity, from, false)
        transforms.inverse(kinds[place], nodes + 8 * points * place)
      }
    },
    setParameters(values) {
      parameters.set(values)
      rows = rowsNow()
      rest.refresh(rows, parameters)
      constraints?.refresh(rows, parameters)
      linear.refresh(blocksOf(rows))
    },
    stableStep,
    integrals(time, state, out) {
      constraints?.run(time, state, solvedAt)
      const view = kernels.whole()
      for (let place = 0; place < kinds.length; place++) {
        const from = slots[place] >= 0 ? state + slots[place] * bytes : solvedAt[solved.indexOf(place)]
        let sum = 0
        for (const { place: at, weight } of weights[place]) sum += weight * view[from / 8 + at]
        view[out / 8 + place] = sum
      }
    },
    notes: [
      ...notesOf(form, kept, form.degree),
      ...rows.free.map((place) => `${equations.unknowns[place]} is given by its constraint up to a constant: its mean is kept at 0, and a mean of the constraint itself is left out`), // biome-ignore format: a sentence
      ...(linear.hasBlocks
        ? ['unknowns that are coupled linearly are treated together, wave number by wave number']
        : []),
    ],
  }
  return fields
}

/** Arrays on the nodes, taken when first asked for, and what else evaluations share. */
function makeContext(
  kernels: Kernels,
  { equations, domain }: FieldProblem,
  form: SpectralForm,
  modes: Modes,
  transforms: Transforms,
): EvaluationContext {
  const points = domainSize(domain)
  const arrays = new Map<string, Pointer>()
  const nodesOf = (name: string): Pointer => {
    const found = arrays.get(name)
    if (found !== undefined) return found
    const made = kernels.reserve(points)
    arrays.set(name, made)
    const axis = domain.axes.findIndex((one) => one.name === name)
    if (axis >= 0) kernels.view(made, points).set(coordinateValues(domain, axis))
    return made
  }
  const weights = form.scalars.length > 0 ? kernels.allocate(points) : undefined
  weights?.view.set(trapezoidWeights(domain))
  // A single line keeps no coefficient twice; its mean and its shortest wave come out real.
  const places = modes.axes.length > 1 ? conjugatePlaces(modes) : new Int32Array()
  const pairs = kernels.reserve((places.length + 1) >> 1)
  new Int32Array(kernels.memory.buffer, pairs, places.length).set(places)
  return {
    ...{ kernels, domain, form, modes, transforms, parameterNames: equations.parameters, nodesOf },
    takeNodes: () => kernels.reserve(points),
    weights: weights?.pointer ?? 0,
    pairs: { pointer: pairs, count: places.length / 2 },
  }
}
