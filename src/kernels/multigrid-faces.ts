import type { Kernels } from './kernels.ts'
import type { MultigridKernels } from './multigrid-kernels.ts'
import { intervalsOf, type Level } from './multigrid-level.ts'

/** Views of a level's faces, by axis, and of the diagonal; index 0 is the value before node (0, 0, 0). */
function viewsOf(kernels: Kernels, level: Level, rank: number) {
  const length = level.plane * level.axes[2].nodes + 2
  const view = (pointer: number) => kernels.view(pointer - 8, length)
  const pointers = level.faces ?? [0, 0, 0, 0]
  const faces = [0, 1, 2].slice(0, rank).map((a) => view(pointers[a] ?? 0))
  return { faces, d: view(pointers[3]), c: view(level.r), k: view(level.u), steps: [1, level.stride, level.plane] }
}

/** Every node of a level: its index in the views and its numbers in x, y, z. */
function eachNode(level: Level, visit: (at: number, index: readonly [number, number, number]) => void): void {
  const [nx, ny, nz] = level.axes.map(({ nodes }) => nodes)
  for (let z = 0; z < (nz ?? 1); z++)
    for (let y = 0; y < (ny ?? 1); y++)
      for (let x = 0; x < (nx ?? 1); x++) visit(1 + x + y * level.stride + z * level.plane, [x, y, z])
}

/** The faces of the finest level from c at the nodes (in r): arithmetic or harmonic means over h². */
function writeFinest(kernels: Kernels, level: Level, rank: number, isHarmonic: boolean): void {
  const { faces, c, steps } = viewsOf(kernels, level, rank)
  const mean = (a: number, b: number) => (isHarmonic ? 2 / (1 / a + 1 / b) : 0.5 * (a + b))
  faces.forEach((face, a) => {
    const axis = level.axes[a]!
    const step = steps[a]!
    eachNode(level, (at, index) => {
      const i = index[a]!
      const next = i < axis.nodes - 1 ? step : axis.isPeriodic ? -i * step : -step
      face[at] = mean(c[at]!, c[at + next]!) / axis.spacing ** 2
    })
  })
}

/**
 * The faces of a coarser level: means of the fine faces they span, along the axis by length, across it with the weights of the
 * restriction. That is about the energy of a function linear between the coarse nodes, so that the correction is never too long: with
 * means in series, which keep the resistance of layers, it is, and the iteration diverges where coefficients jump.
 */
function writeCoarse(kernels: Kernels, fine: Level, coarse: Level, rank: number): void {
  const shares = fine.down?.shares
  if (!shares) return
  const from = viewsOf(kernels, fine, rank)
  const to = viewsOf(kernels, coarse, rank)
  to.faces.forEach((face, a) => {
    const source = from.faces[a]!
    const [axis, wide] = [fine.axes[a]!, coarse.axes[a]!]
    const step = from.steps[a]!
    const [n, N] = [intervalsOf(axis), intervalsOf(wide)]
    // In fine intervals over h²; the spacing of the coarse one is n/N times theirs.
    const spans = Array.from({ length: N }, (_, J) => {
      const [start, end] = [(J * n) / N, ((J + 1) * n) / N]
      const first = Math.floor(start)
      return Array.from({ length: Math.ceil(end) - first }, (_, m) => ({
        face: first + m,
        part: Math.min(end, first + m + 1) - Math.max(start, first + m),
      })).filter(({ part }) => part > 1e-9)
    })
    const across = [0, 1, 2].filter((b) => b !== a)
    const [p, q] = [across[0]!, across[1]!]
    const [ps, qs] = [shares[p]!, shares[q]!]
    eachNode(coarse, (at, index) => {
      const span = spans[Math.min(index[a]!, N - 1)]!
      let sum = 0
      for (const { node: i, weight: wp } of ps[index[p]!]!) {
        for (const { node: j, weight: wq } of qs[index[q]!]!) {
          const origin = 1 + i * from.steps[p]! + j * from.steps[q]!
          let along = 0
          for (const { face: m, part } of span) along += part * source[origin + m * step]!
          sum += wp * wq * along
        }
      }
      face[at] = sum * (N / n) ** 3
    })
  })
}

/** The x faces before the first node and behind the last one, and the diagonal: the sum of a node's faces less k (in u). */
function finish(kernels: Kernels, level: Level, rank: number): void {
  const { faces, d, k, steps } = viewsOf(kernels, level, rank)
  eachNode(level, (at, index) => {
    if (index[0] === 0) {
      const [x] = level.axes
      faces[0]![at - 1] = faces[0]![x.isPeriodic ? at + x.nodes - 1 : at]!
    }
    let sum = -k[at]!
    faces.forEach((face, a) => {
      const { nodes, isPeriodic } = level.axes[a]!
      const step = steps[a]!
      const i = index[a]!
      if (i === nodes - 1 && !isPeriodic) face[at] = face[at - step]!
      sum += face[at]! + face[at + (i > 0 ? -step : isPeriodic ? (nodes - 1) * step : 0)]!
    })
    d[at] = sum
  })
}

/** Fills the faces and diagonals of all levels from c (in r) and k (in u) at the finest nodes; leaves u and r zero. */
export function writeFaces(
  kernels: Kernels,
  grid: MultigridKernels,
  levels: readonly Level[],
  rank: number,
  isHarmonic: boolean,
  row: number,
): void {
  levels.forEach((level, l) => {
    const finer = levels[l - 1]
    if (finer?.down) {
      const { mean, isNested } = finer.down
      grid.restrictTo(finer.record, finer.u, level.record, level.u, ...mean, isNested, true, row)
      writeCoarse(kernels, finer, level, rank)
    } else writeFinest(kernels, level, rank, isHarmonic)
  })
  for (const level of levels) {
    finish(kernels, level, rank)
    for (const pointer of [level.u, level.r]) kernels.view(pointer, level.plane * level.axes[2].nodes).fill(0)
  }
}
