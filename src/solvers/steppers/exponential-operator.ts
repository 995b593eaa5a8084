import { exponentialKernels } from '../../kernels/exponential.ts'
import { vectorKernels } from '../../kernels/vector.ts'
import type { LinearPart, Pointer, System } from '../system.ts'
import { isDiagonal } from '../system-facts.ts'
import { diagonalTables, exponentialTables } from './phi-functions.ts'
import { blockTables, matrixTables } from './phi-matrices.ts'

/** Functions of a linear operator and how they act; a table is given by its pointer. */
export interface ExponentialOperator {
  /** Float64 of the six tables of one step (`exponentialTables`). */
  readonly room: number
  /** Bytes of one table. */
  readonly stride: number
  /** Writes the tables of a step. */
  fill(step: number, tables: Pointer): void
  /** Everything the tables follow from beside the step, to see whether it has changed. */
  readonly values: readonly Float64Array[]
  /** out ← e x + q y */
  stage(e: Pointer, q: Pointer, x: Pointer, y: Pointer, out: Pointer): void
  /** out ← e a + q (2 nb − n0); `work` is free. */
  third(e: Pointer, q: Pointer, a: Pointer, nb: Pointer, n0: Pointer, out: Pointer, work: Pointer): void
  /** out ← e x + f n0 + g (na + nb) + k nc, e … k one behind the other. */
  end(e: Pointer, x: Pointer, n0: Pointer, na: Pointer, nb: Pointer, nc: Pointer, out: Pointer, work: Pointer): void
}

/** The operator of a split system; no vector that is written is one that is read. */
export function makeExponentialOperator(system: System, linear: LinearPart): ExponentialOperator {
  const { kernels, size: n } = system
  const exponential = exponentialKernels(kernels)
  const { count: tables } = exponentialTables
  if (linear.kind === 'diagonal' || (linear.kind === 'sparse' && isDiagonal(linear))) {
    const real = linear.kind === 'diagonal' ? linear.real : linear.values
    const imaginary = linear.kind === 'diagonal' ? linear.imaginary : undefined
    const stride = 8 * n
    const count = imaginary ? n / 2 : n
    const { stage, third, end } = imaginary
      ? {
          stage: exponential.exponentialStageComplex,
          third: exponential.exponentialThirdComplex,
          end: exponential.exponentialEndComplex,
        }
      : { stage: exponential.exponentialStage, third: exponential.exponentialThird, end: exponential.exponentialEnd }
    return {
      room: tables * n,
      stride,
      values: imaginary ? [real, imaginary] : [real],
      fill: (step, at) => diagonalTables(kernels.whole(), at / 8, n, step, real, imaginary),
      stage: (e, q, x, y, out) => stage(count, e, q, x, y, out),
      third: (e, q, a, nb, n0, out) => third(count, e, q, a, nb, n0, out),
      end: (e, x, n0, na, nb, nc, out) => end(count, e, stride, x, n0, na, nb, nc, out),
    }
  }
  if (linear.kind === 'blocks') {
    const { unknowns, isComplex, real, imaginary } = linear
    const length = real.length * (isComplex ? 2 : 1)
    const count = real.length / unknowns ** 2
    const apply: Apply = (table, x, out, adds) =>
      exponential.exponentialBlocks(unknowns, count, isComplex ? 1 : 0, table, x, out, adds ? 1 : 0)
    const fill = (step: number, at: Pointer) => blockTables(kernels.whole(), at / 8, step, linear)
    return general(system, length, apply, fill, imaginary ? [real, imaginary] : [real])
  }
  const { pattern, values } = linear
  const matrix = new Float64Array(n * n)
  const apply: Apply = (table, x, out, adds) => {
    const view = kernels.whole()
    const [from, to] = [x / 8, out / 8]
    for (let i = 0; i < n; i++) {
      let sum = adds ? view[to + i] : 0
      const row = table / 8 + i * n
      for (let j = 0; j < n; j++) sum += view[row + j] * view[from + j]
      view[to + i] = sum
    }
  }
  const fill = (step: number, at: Pointer) => {
    for (let i = 0; i < n; i++)
      for (let k = pattern.rowStarts[i]; k < pattern.rowStarts[i + 1]; k++)
        matrix[i * n + pattern.columns[k]] = values[k]
    matrixTables(kernels.whole(), at / 8, step, matrix, n)
  }
  return general(system, n * n, apply, fill, [values])
}

/** out ← a table applied to x, or added to out. */
type Apply = (table: Pointer, x: Pointer, out: Pointer, adds: boolean) => void

function general(
  system: System,
  length: number,
  apply: Apply,
  fill: ExponentialOperator['fill'],
  values: readonly Float64Array[],
): ExponentialOperator {
  const { size: n } = system
  const vector = vectorKernels(system.kernels)
  const stride = 8 * length
  return {
    room: exponentialTables.count * length,
    stride,
    values,
    fill,
    stage(e, q, x, y, out) {
      apply(e, x, out, false)
      apply(q, y, out, true)
    },
    third(e, q, a, nb, n0, out, work) {
      vector.combine2(n, 2, nb, -1, n0, work)
      apply(e, a, out, false)
      apply(q, work, out, true)
    },
    end(e, x, n0, na, nb, nc, out, work) {
      apply(e, x, out, false)
      apply(e + stride, n0, out, true)
      vector.combine2(n, 1, na, 1, nb, work)
      apply(e + 2 * stride, work, out, true)
      apply(e + 3 * stride, nc, out, true)
    },
  }
}
