import { domainSize } from '../../../core/domain.ts'
import { isNumber } from '../../../expression/build.ts'
import type { Expression } from '../../../expression/expression.ts'
import { namesIn } from '../../../expression/names.ts'
import { fftKernels } from '../../../kernels/fft.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { Pointer } from '../../system.ts'
import type { Symbols } from './modes.ts'
import { type EvaluationContext, makePointwiseLoop, type PointwiseLoop } from './pointwise-loop.ts'
import type { SpectralRow, SpectralRows } from './spectral-rows.ts'
import type { PlacedSymbol } from './transforms.ts'

interface InputStep {
  readonly place: number
  readonly nodes: Pointer
  readonly parts: { readonly symbol: PlacedSymbol; readonly unknown: number }[]
  /** Coefficients that products were added to; 0: none. */
  readonly derived: Pointer
}

interface ForwardStep {
  readonly product: number
  readonly nodes: Pointer
  readonly targets: { readonly symbol: PlacedSymbol; readonly target: number; readonly adds: boolean }[]
}

interface Round {
  readonly inputs: readonly InputStep[]
  readonly scalars: readonly { readonly name: string; readonly loop: PointwiseLoop; readonly out: Pointer }[]
  readonly loop: PointwiseLoop | undefined
  readonly forwards: readonly ForwardStep[]
}

/** Fields in coefficients from a state, by way of the nodes where they need products. */
export interface SpectralEvaluation {
  /** Takes over symbols of other parameters. */
  refresh(rows: SpectralRows, parameters: Float64Array): void
  /** outs ← the fields, without what is linear in the state unless that was asked for. */
  run(time: number, state: Pointer, outs: readonly Pointer[], forInputs?: boolean): void
  /** Products that are computed. `forInputs`: the last of them are left out, so that the inputs' arrays hold their values. */
  readonly products: readonly number[]
}

const identity: PlacedSymbol = { kind: 0, pointer: 0 }

/** Names of a derived field's products that are still to come would never be computed: the equations hold each other up. */
export const circularMessage =
  'a constraint is nonlinear in the unknown that it determines; spectral methods solve constraints with constant coefficients only'

/**
 * Plans the evaluation of rows: inputs to the nodes, one loop for all products that can be computed then, back to coefficients, and
 * again where fields are derived from products. `targets` picks rows; `slots` says which unknowns have a place in the state.
 */
export function makeEvaluation(
  context: EvaluationContext,
  rows: SpectralRows,
  targetsOf: (rows: SpectralRows) => readonly SpectralRow[],
  slots: readonly number[],
  isWhole: boolean,
): SpectralEvaluation {
  const { kernels, form, modes, transforms } = context
  const vector = vectorKernels(kernels)
  const { conjugatePairs } = fftKernels(kernels)
  const bytes = 8 * modes.length
  const rowsAtStart = targetsOf(rows)
  const inputPlaces = new Map(form.inputs.map(({ name }, place) => [name, place]))
  const scalarOf = new Map(form.scalars.map(({ name, of }) => [name, of]))
  const dynamic = (row: SpectralRow) => [...row.products.keys()].filter((place) => !form.products[place].isStatic)
  const updates: ((rows: SpectralRows) => void)[] = []

  // All that is needed: products of the targets, their inputs, the products these are derived from.
  const products = new Set<number>()
  const inputs = new Set<number>()
  const scalars = new Set<string>()
  const needExpression = (expression: Expression): void => {
    for (const name of namesIn(expression)) {
      const of = scalarOf.get(name)
      if (of && !scalars.has(name)) {
        needExpression(of)
        scalars.add(name)
      }
      const place = inputPlaces.get(name)
      if (place === undefined || inputs.has(place)) continue
      inputs.add(place)
      for (const product of dynamic(rows.inputs[place])) needProduct(product)
    }
  }
  const needProduct = (place: number): void => {
    if (products.has(place)) return
    products.add(place)
    needExpression(form.products[place].expression)
  }
  for (const row of rowsAtStart) for (const place of dynamic(row)) needProduct(place)

  // Fields that products are added to: the targets first, then derived inputs.
  const derived = [...inputs].filter((place) => dynamic(rows.inputs[place]).length > 0)
  const derivedAt = new Map(derived.map((place) => [place, kernels.reserve(modes.length)]))
  const rowAt = (from: SpectralRows, field: number): SpectralRow =>
    field < rowsAtStart.length ? targetsOf(from)[field] : from.inputs[derived[field - rowsAtStart.length]]
  const fieldCount = rowsAtStart.length + derived.length
  const allRows = Array.from({ length: fieldCount }, (_, field) => rowAt(rows, field))
  // What does not change: constants and products of coordinates.
  const statics = [...form.products.keys()].filter(
    (place) =>
      form.products[place].isStatic &&
      allRows.concat([...inputs].map((i) => rows.inputs[i])).some((row) => row.products.has(place)),
  )
  const staticNodes = statics.length > 0 ? context.takeNodes() : 0
  const isVaried = [...form.rates, ...form.inputs.map(({ sum }) => sum)].some(({ constant }) => !isNumber(constant, 0))
  const hasBase = (row: SpectralRow) => isVaried || [...row.products.keys()].some((place) => statics.includes(place))
  const bases = allRows.map((row) => (hasBase(row) ? kernels.reserve(modes.length) : 0))
  // Inputs that are not derived but have a constant part.
  const inputBases = new Map(
    [...inputs]
      .filter((place) => !derived.includes(place) && hasBase(rows.inputs[place]))
      .map((place) => [place, kernels.reserve(modes.length)]),
  )

  const placeSymbol = (symbolsOf: (rows: SpectralRows) => Symbols | undefined): PlacedSymbol => {
    const symbol = transforms.placeSymbol(symbolsOf(rows) ?? {})
    updates.push((from) => transforms.rewrite(symbol, symbolsOf(from) ?? {}))
    return symbol
  }

  const isStarted = bases.map((base) => base !== 0)
  const makeLoop = (expressions: readonly Expression[], outputs: readonly Pointer[]): PointwiseLoop =>
    makePointwiseLoop(context, expressions, outputs)

  const done = new Set<number>()
  const ready = new Set<number>()
  const known = new Set<string>()
  const rounds: Round[] = []
  const isReady = (expression: Expression) =>
    [...namesIn(expression)].every((name) => {
      const place = inputPlaces.get(name)
      return (place === undefined || ready.has(place)) && (!scalarOf.has(name) || known.has(name))
    })
  while (done.size < products.size) {
    const fresh = [...inputs].filter(
      (place) => !ready.has(place) && dynamic(rows.inputs[place]).every((one) => done.has(one)),
    )
    const steps = fresh.map((place): InputStep => {
      ready.add(place)
      return {
        place,
        nodes: context.nodesOf(form.inputs[place].name),
        parts: [...rows.inputs[place].unknowns.keys()].map((unknown) => ({
          symbol: placeSymbol((from) => from.inputs[place].unknowns.get(unknown)),
          unknown: slots[unknown],
        })),
        derived: derivedAt.get(place) ?? inputBases.get(place) ?? 0,
      }
    })
    const scalarSteps: Round['scalars'][number][] = []
    for (const name of scalars) {
      const of = scalarOf.get(name)
      if (known.has(name) || !of || !isReady(of)) continue
      const out = context.takeNodes()
      scalarSteps.push({ name, loop: makeLoop([of], [out]), out })
      known.add(name)
    }
    const now = [...products].filter((place) => !done.has(place) && isReady(form.products[place].expression))
    if (now.length === 0 && fresh.length === 0 && scalarSteps.length === 0) throw new Error(circularMessage)
    const isLast = done.size + now.length === products.size
    // After the last loop the inputs are not needed: products take their places.
    const isBare = now.some((place) => form.products[place].expression.kind === 'name')
    const free = isLast && !isBare ? [...inputs].map((place) => context.nodesOf(form.inputs[place].name)) : []
    const outputs = now.map(() => free.pop() ?? context.takeNodes())
    const forwards = now.map((product, i): ForwardStep => {
      done.add(product)
      const targets: ForwardStep['targets'] = []
      for (let field = 0; field < fieldCount; field++) {
        if (!allRows[field].products.has(product)) continue
        const symbol = placeSymbol((from) => rowAt(from, field).products.get(product))
        targets.push({ symbol, target: field, adds: isStarted[field] })
        isStarted[field] = true
      }
      return { product, nodes: outputs[i], targets }
    })
    const loop =
      now.length > 0
        ? makeLoop(
            now.map((place) => form.products[place].expression),
            outputs,
          )
        : undefined
    rounds.push({ inputs: steps, scalars: scalarSteps, loop, forwards })
  }
  const linear = isWhole
    ? rowsAtStart.map((row, target) =>
        [...row.unknowns.keys()].map((unknown) => {
          const symbol = placeSymbol((from) => targetsOf(from)[target].unknowns.get(unknown))
          const adds = isStarted[target]
          isStarted[target] = true
          return { symbol, unknown: slots[unknown], adds }
        }),
      )
    : []
  const never = allRows.flatMap((_, field) => (isStarted[field] ? [] : [field]))
  const staticLoops = statics.map((place) => ({
    place,
    loop: makeLoop([form.products[place].expression], [staticNodes]),
  }))
  const staticSymbols = statics.map((place) => ({
    place,
    fields: allRows.flatMap((row, field) =>
      row.products.has(place) ? [{ field, symbol: placeSymbol((from) => rowAt(from, field).products.get(place)) }] : [],
    ),
    inputs: [...inputBases].flatMap(([input, base]) =>
      rows.inputs[input].products.has(place)
        ? [{ base, symbol: placeSymbol((from) => from.inputs[input].products.get(place)) }]
        : [],
    ),
  }))
  const integralValues = new Map<string, number>()
  const points = domainSize(context.domain)
  const call = (loop: PointwiseLoop, time: number) => {
    if (loop.time >= 0) loop.arguments[loop.time] = time
    for (let i = 0; i < loop.scalars.length; i++)
      loop.arguments[loop.scalars[i].place] = integralValues.get(loop.scalars[i].name) ?? Number.NaN
    loop.run(points, ...loop.arguments)
  }
  const apply = fftKernels(kernels)[modes.isComplex ? 'spectrumRows' : 'realRows']
  const targetAt = (outs: readonly Pointer[], field: number): Pointer =>
    field < rowsAtStart.length ? outs[field] : (derivedAt.get(derived[field - rowsAtStart.length]) ?? 0)

  return {
    products: [...products],
    refresh(from, parameters) {
      for (const update of updates) update(from)
      const loops = [
        ...rounds.flatMap(({ scalars: list, loop }) => [...list.map((one) => one.loop), ...(loop ? [loop] : [])]),
        ...staticLoops.map(({ loop }) => loop),
      ]
      for (const loop of loops)
        for (const { place, parameter } of loop.parameters) loop.arguments[place] = parameters[parameter]
      const clear = (base: Pointer, constant: number) => {
        vector.fillVector(modes.length, 0, base)
        kernels.whole()[base / 8] = constant
      }
      for (const [field, base] of bases.entries()) if (base !== 0) clear(base, rowAt(from, field).constant)
      for (const [input, base] of inputBases) clear(base, from.inputs[input].constant)
      for (const [i, { place, loop }] of staticLoops.entries()) {
        call(loop, 0)
        transforms.forward(form.products[place].kinds, staticNodes)
        for (const { field, symbol } of staticSymbols[i].fields) transforms.gather(symbol, bases[field], true)
        for (const { base, symbol } of staticSymbols[i].inputs) transforms.gather(symbol, base, true)
      }
    },
    run(time, state, outs, forInputs = false) {
      for (let field = 0; field < fieldCount; field++)
        if (bases[field] !== 0) vector.copyVector(modes.length, bases[field], targetAt(outs, field))
      for (let i = 0; i < never.length; i++) vector.fillVector(modes.length, 0, targetAt(outs, never[i]))
      for (let r = 0; r < rounds.length; r++) {
        const { inputs: steps, scalars: list, loop, forwards } = rounds[r]
        for (let i = 0; i < steps.length; i++) {
          const { place, nodes, parts, derived: from } = steps[i]
          let adds = false
          if (from !== 0) {
            transforms.scatter(identity, from, false)
            adds = true
          }
          for (let p = 0; p < parts.length; p++) {
            transforms.scatter(parts[p].symbol, state + parts[p].unknown * bytes, adds)
            adds = true
          }
          transforms.inverse(form.inputs[place].kinds, nodes)
        }
        for (let i = 0; i < list.length; i++) {
          call(list[i].loop, time)
          integralValues.set(list[i].name, vector.dot(points, list[i].out, context.weights))
        }
        if (forInputs && r === rounds.length - 1) return
        if (loop) call(loop, time)
        for (let i = 0; i < forwards.length; i++) {
          const { product, nodes, targets } = forwards[i]
          transforms.forward(form.products[product].kinds, nodes)
          for (let k = 0; k < targets.length; k++)
            transforms.gather(targets[k].symbol, targetAt(outs, targets[k].target), targets[k].adds)
        }
      }
      for (let target = 0; target < linear.length; target++)
        for (let i = 0; i < linear[target].length; i++) {
          const { symbol, unknown, adds } = linear[target][i]
          apply(symbol.kind, adds ? 1 : 0, symbol.pointer, state + unknown * bytes, 0, outs[target], 0, 1, modes.count)
        }
      if (context.pairs.count > 0)
        for (let target = 0; target < rowsAtStart.length; target++)
          conjugatePairs(outs[target], context.pairs.pointer, context.pairs.count)
    },
  }
}
