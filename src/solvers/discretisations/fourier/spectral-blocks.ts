import type { Symbols } from './modes.ts'

/** One symbol a pair of unknowns, row by row; undefined where none couples them. */
export type SymbolBlocks = readonly (Symbols | undefined)[]

/** Every block of (1 − shift·A)^(−1), wave number by wave number; a wave number for which there is none gives NaN. */
export function invertShifted(blocks: SymbolBlocks, unknowns: number, count: number, shift: number): Symbols[] {
  const out = Array.from({ length: unknowns * unknowns }, () => ({
    real: new Float64Array(count),
    imaginary: new Float64Array(count),
  }))
  const n = unknowns
  // [1 − shift·A | 1], interleaved complex, rows of 2n.
  const work = new Float64Array(4 * n * n)
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const symbols = blocks[i * n + j]
        const at = 2 * (i * 2 * n + j)
        work[at] = Number(i === j) - shift * (symbols?.real?.[k] ?? 0)
        work[at + 1] = -shift * (symbols?.imaginary?.[k] ?? 0)
        work[at + 2 * n] = Number(i === j)
        work[at + 2 * n + 1] = 0
      }
    gaussJordan(work, n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const at = 2 * (i * 2 * n + n + j)
        out[i * n + j].real[k] = work[at]
        out[i * n + j].imaginary[k] = work[at + 1]
      }
  }
  return out
}

function gaussJordan(work: Float64Array, n: number): void {
  const width = 4 * n
  for (let p = 0; p < n; p++) {
    let best = p
    for (let i = p + 1; i < n; i++)
      if (
        Math.hypot(work[i * width + 2 * p], work[i * width + 2 * p + 1]) >
        Math.hypot(work[best * width + 2 * p], work[best * width + 2 * p + 1])
      )
        best = i
    if (best !== p)
      for (let j = 0; j < width; j++) {
        const kept = work[p * width + j]
        work[p * width + j] = work[best * width + j]
        work[best * width + j] = kept
      }
    const [a, b] = [work[p * width + 2 * p], work[p * width + 2 * p + 1]]
    const square = a * a + b * b
    for (let j = 0; j < width; j += 2) {
      const [x, y] = [work[p * width + j], work[p * width + j + 1]]
      work[p * width + j] = (x * a + y * b) / square
      work[p * width + j + 1] = (y * a - x * b) / square
    }
    for (let i = 0; i < n; i++) {
      if (i === p) continue
      const [c, d] = [work[i * width + 2 * p], work[i * width + 2 * p + 1]]
      if (c === 0 && d === 0) continue
      for (let j = 0; j < width; j += 2) {
        const [x, y] = [work[p * width + j], work[p * width + j + 1]]
        work[i * width + j] -= c * x - d * y
        work[i * width + j + 1] -= c * y + d * x
      }
    }
  }
}
