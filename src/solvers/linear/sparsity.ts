import { makeArenaView } from '../arena-view.ts'
import type { Pointer, SparsityPattern, System } from '../system.ts'
import { patternOf } from './pattern.ts'

/** Golden ratio: k·φ mod 1 is spread evenly and never repeats. */
const GOLDEN = 0.6180339887498949

/** Sizes of the unknowns at the points tried, in turn. */
const SIZES = [1, 0.1, 10, 0.01, 100, 1e-4] as const

/**
 * Which unknowns each rate depends on, found by changing one unknown at a time at `points` points of different size with all
 * unknowns positive and different, so that no factor happens to be zero. Points where the rates are not finite are left out; if all
 * are, the pattern is full. Costs points·(size + 1) evaluations and three blocks of scratch, given back afterwards.
 */
export function detectSparsity(system: System, points = 3): SparsityPattern {
  const { kernels, size } = system
  const mark = kernels.mark()
  const at = kernels.reserve(size)
  const base = kernels.reserve(size)
  const moved = kernels.reserve(size)
  const memory = makeArenaView(kernels)
  const rows = Array.from({ length: size }, () => new Set<number>())
  let used = 0
  for (let point = 0; used < points && point < SIZES.length; point++) {
    for (let i = 0; i < size; i++) memory()[at / 8 + i] = SIZES[point] * (0.5 + (((i + 1 + point * size) * GOLDEN) % 1))
    system.rates(point, at, base)
    if (!isFiniteVector(memory(), base, size)) continue
    used++
    for (let j = 0; j < size; j++) {
      const value = memory()[at / 8 + j]
      memory()[at / 8 + j] = value * 1.01
      system.rates(point, at, moved)
      memory()[at / 8 + j] = value
      const view = memory()
      for (let i = 0; i < size; i++) if (view[moved / 8 + i] !== view[base / 8 + i]) rows[i]?.add(j)
    }
  }
  kernels.release(mark)
  if (used === 0) return patternOf(rows.map(() => rows.map((_, j) => j)))
  return patternOf(rows)
}

function isFiniteVector(view: Float64Array, pointer: Pointer, size: number): boolean {
  for (let i = 0; i < size; i++) if (!Number.isFinite(view[pointer / 8 + i])) return false
  return true
}
