import type { Kernels } from '../../kernels/kernels.ts'
import { makeRungeKuttaProgram, makeTerms, setProgramTolerances } from '../../kernels/vector.ts'
import type { Pointer, System } from '../system.ts'
import type { ErrorScale } from './error-scale.ts'
import type { RungeKuttaMethod } from './runge-kutta-method.ts'

/** A method's lists of terms for one order of its slope vectors. */
export interface RungeKuttaTable {
  /** Stages, the slope at the new point where it is not the last of them, further stages of the dense output. */
  readonly slopes: readonly Pointer[]
  readonly rows: readonly Pointer[]
  readonly weights: Pointer
  readonly error: Pointer
  readonly second: Pointer
  readonly dense: Pointer
  readonly extra: readonly Pointer[]
  /** Of the kernel that takes a whole step; 0 where the rates are a function of JavaScript. */
  readonly program: Pointer
}

/** The memory of a method at work: slope vectors, one vector to work in, lists of terms. */
export interface RungeKuttaTables {
  readonly inner: Pointer
  /** The first slope and the one at the new point change places with every accepted step. */
  readonly even: RungeKuttaTable
  readonly odd: RungeKuttaTable
  readonly hasProgram: boolean
  readonly densePointer: Pointer
  /** Coefficients a stage of the dense output. */
  readonly degree: number
}

/** Tables with what they were written for, and a copy of the memory behind the vectors. */
interface Kept {
  readonly size: number
  readonly callable: number
  readonly from: Pointer
  readonly tables: RungeKuttaTables
  readonly lists: Pointer
  readonly image: Float64Array
}

/** Runs one after the other take the same place in the arena: the lists of the last one are copied there, which is quicker than writing. */
const keptTables = new WeakMap<Kernels, Map<RungeKuttaMethod, Kept>>()

/** Takes the memory of a method on a system and fills its lists. */
export function makeRungeKuttaTables(method: RungeKuttaMethod, system: System, scale: ErrorScale): RungeKuttaTables {
  const { kernels, size } = system
  const callable = kernels.callable(system.rates)
  const from = kernels.mark()
  let all = keptTables.get(kernels)
  if (!all) {
    all = new Map()
    keptTables.set(kernels, all)
  }
  const found = all.get(method)
  if (found && found.from === from && found.size === size && found.callable === callable) {
    const { lists, image, tables } = found
    kernels.reserve((lists - from) / 8 + image.length)
    kernels.whole().set(image, lists / 8)
    setTolerances(kernels, tables, scale)
    return tables
  }
  const vectors = slopesOf(method, kernels, size)
  const lists = kernels.mark()
  const tables = writeTables(method, kernels, size, callable, vectors)
  const image = kernels.whole().slice(lists / 8, kernels.mark() / 8)
  setTolerances(kernels, tables, scale)
  all.set(method, { size, callable, from, tables, lists, image })
  return tables
}

function setTolerances(kernels: Kernels, { even, odd, hasProgram }: RungeKuttaTables, scale: ErrorScale): void {
  if (!hasProgram) return
  setProgramTolerances(kernels, even.program, scale)
  setProgramTolerances(kernels, odd.program, scale)
}

/** One vector to work in and all slopes. */
function slopesOf({ nodes, dense, isFirstSameAsLast }: RungeKuttaMethod, kernels: Kernels, size: number): Pointer[] {
  const count = 1 + nodes.length + (isFirstSameAsLast ? 0 : 1) + (dense?.extra?.nodes.length ?? 0)
  return Array.from({ length: count }, () => kernels.reserve(size))
}

function writeTables(
  method: RungeKuttaMethod,
  kernels: Kernels,
  size: number,
  callable: number,
  [inner, ...slopes]: readonly Pointer[],
): RungeKuttaTables {
  const { nodes, dense, error, isFirstSameAsLast } = method
  const last = isFirstSameAsLast ? nodes.length - 1 : nodes.length
  const write = (list: readonly Pointer[]): RungeKuttaTable => {
    const rows = method.matrix.map((row) => makeTerms(kernels, row, list))
    const weights = makeTerms(kernels, method.weights, list)
    const errorTerms = error ? makeTerms(kernels, error.weights, list) : 0
    const second = error?.second ? makeTerms(kernels, error.second, list) : 0
    const program = {
      ...{ size, rates: callable, isFirstSameAsLast, inner, error: errorTerms, second, weights },
      ...{ newSlope: list[last], nodes, rows, slopes: list },
    }
    return {
      slopes: list,
      rows,
      weights,
      error: errorTerms,
      second,
      dense: dense ? makeTerms(kernels, [], list, true) : 0,
      extra: (dense?.extra?.matrix ?? []).map((row) => makeTerms(kernels, row, list)),
      program: callable < 0 ? 0 : makeRungeKuttaProgram(kernels, program),
    }
  }
  const turned = [...slopes]
  turned[0] = slopes[last]
  turned[last] = slopes[0]
  const even = write(slopes)
  const odd = write(turned)
  const degree = dense?.coefficients[0]?.length ?? 0
  const densePointer = dense ? kernels.reserve(slopes.length * degree) : 0
  dense?.coefficients.forEach((row, j) => {
    kernels.whole().set(row, densePointer / 8 + j * degree)
  })
  return { inner, even, odd, hasProgram: callable >= 0, densePointer, degree }
}
