// Topic stencil: sweeps over grids and tridiagonal systems beside the same loops in C (-O3 -march=native), no halo exchange counted.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compilePeer, distance, makeScratch, readNumbers } from './peer.mjs'

const scratch = makeScratch()

export const peers = [{ name: 'C', ...compilePeer('stencil.c', 'stencil-peer') }]

/** Of one point or unknown: operations, and bytes that go to the arithmetic and back (both sweeps of a tridiagonal system). */
const costs = {
  heat: [7, 16],
  laplacian4: [11, 16],
  'gray-scott': [18, 32],
  columns: [5, 32],
  line: [5, 32],
  polynomial: [12, 16],
  copy: [0, 16],
}

const sizes = [
  ['heat', 512, 512, 'heat equation, one explicit step, 512 × 512'],
  ['heat', 1024, 1024, 'heat equation, one explicit step, 1024 × 1024'],
  ['laplacian4', 512, 512, 'Laplacian of order 4, 512 × 512'],
  ['laplacian4', 1024, 1024, 'Laplacian of order 4, 1024 × 1024'],
  ['gray-scott', 256, 256, 'Gray–Scott, one explicit step, 256 × 256'],
  ['gray-scott', 512, 512, 'Gray–Scott, one explicit step, 512 × 512'],
  ['columns', 256, 256, '256 tridiagonal systems of 256'],
  ['columns', 1024, 1024, '1024 tridiagonal systems of 1024'],
  ['line', 10000, 1, 'one tridiagonal system of 10 000'],
  ['line', 1000000, 1, 'one tridiagonal system of 1 000 000'],
  // The roofs that the others are held against.
  ['polynomial', 1024, 1, 'arithmetic alone: a polynomial of degree 6 at 1024 values'],
  ['copy', 1024, 1, 'copy 8 kB (first cache)'],
  ['copy', 65536, 1, 'copy 512 kB (second cache)'],
  ['copy', 1048576, 1, 'copy 8 MB'],
]

export function cases({
  compileArrays,
  makeKernels,
  makeRandom,
  parseExpression,
  stencilKernels,
  tridiagonalFactors,
  tridiagonalKernels,
  vectorKernels,
}) {
  return sizes.map(([kind, nx, ny, title]) => {
    const kernels = makeKernels()
    const stencil = stencilKernels(kernels)
    const vector = vectorKernels(kernels)
    const tridiagonal = tridiagonalKernels(kernels)
    const onGrid = !['columns', 'line', 'polynomial', 'copy'].includes(kind)
    const inPlace = kind === 'columns' || kind === 'line'
    const stride = nx + 4
    const each = onGrid ? stride * (ny + 4) : nx * ny
    const total = kind === 'gray-scott' ? 2 * each : each
    const [from, to] = [kernels.allocate(total), kernels.allocate(total)]
    const bands = [0, 1, 2].map(() => kernels.allocate(nx))
    const factors = kernels.allocate(tridiagonalFactors(nx))
    const random = makeRandom(11)
    const values = kernels.refresh(from).view
    for (let i = 0; i < total; i++) values[i] = 0.5 + 0.2 * random.normal()
    const [below, diagonal, above] = bands.map((band) => kernels.refresh(band))
    below.view.fill(-1)
    diagonal.view.fill(3)
    above.view.fill(-1)
    tridiagonal.factorTridiagonal(below.pointer, diagonal.pointer, above.pointer, nx, factors.pointer)
    const first = 8 * (2 * stride + 2)
    const [u, out] = [from.pointer + first, to.pointer + first]
    const next = 8 * each
    const request = { kind, nx, ny, in: join(scratch, `${kind}-${nx}.in`), out: join(scratch, `${kind}-${nx}.out`) }
    writeFileSync(request.in, values)
    const inputs = [
      { name: 'x', kind: 'array' },
      { name: 'a', kind: 'scalar' },
      { name: 'b', kind: 'scalar' },
    ]
    const horner = compileArrays(kernels, [parseExpression('(((((x*a + b)*a + b)*a + b)*a + b)*a + b)*a + b')], inputs)
    const work = {
      heat: () => stencil.star(u, out, nx, ny, 1, stride, 0, 1 - 4 * 0.2, 0.2, 0.2, 0),
      laplacian4: () => stencil.wideStar(u, out, nx, ny, 1, stride, 0, -5, 1, 1, 0),
      'gray-scott': () =>
        stencil.grayScottStep(u, u + next, out, out + next, nx, ny, stride, 0.16, 0.08, 0.035, 0.06, 1),
      columns: () => tridiagonal.solveTridiagonalColumns(factors.pointer, nx, to.pointer, ny, ny),
      line: () => tridiagonal.solveTridiagonalRows(factors.pointer, nx, to.pointer, 1, nx),
      polynomial: () => horner(nx, from.pointer, 0.9, 0.1, to.pointer),
      copy: () => vector.copyVector(nx, from.pointer, to.pointer),
    }[kind]
    const [operations, bytes] = costs[kind]
    // Systems are solved again and again in place.
    const reset = () => {
      if (inPlace) vector.copyVector(total, from.pointer, to.pointer)
    }
    reset()
    // The browser's compiler improves a kernel after some hundred calls: that is start-up.
    for (const end = performance.now() + 300; performance.now() < end; ) work()
    return {
      case: title,
      ours: work,
      repeats: 15,
      cost: { operations: operations * nx * ny, bytes: bytes * nx * ny },
      peer: {
        name: 'C',
        request,
        error: () => {
          reset()
          work()
          return distance(readNumbers(request.out), kernels.refresh(to).view)
        },
      },
      note: 'error of the peer: against ours',
    }
  })
}
