// Topic math: elementary functions over arrays, as a typed equation calls them, beside the C library one by one and in vectors.
// A call goes 1000 times over 1000 values that stay in the first cache: its milliseconds are nanoseconds a value.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compilePeer, makeScratch, readNumbers } from './peer.mjs'

const scratch = makeScratch()

export const peers = [
  { name: 'libm', ...compilePeer('math.c', 'math-peer') },
  { name: 'libmvec', ...compilePeer('math.c', 'math-peer-fast', { flags: ['-ffast-math'], libraries: ['mvec'] }) },
]

const count = 1000
const rounds = 1000
const works = [
  ['exp', 'exp(x)', [-20, 20]],
  ['log', 'log(x)', [0.01, 100]],
  ['sin', 'sin(x)', [-100, 100]],
  ['cos', 'cos(x)', [-100, 100]],
  ['tan', 'tan(x)', [-100, 100]],
  ['tanh', 'tanh(x)', [-3, 3]],
  ['sqrt', 'sqrt(x)', [0.01, 100]],
  ['pow', 'x^y', [0.01, 10], [-5, 5]],
]

/** Largest relative difference. */
const distance = (a, b) => b.reduce((worst, value, i) => Math.max(worst, Math.abs(a[i] / value - 1)), 0)

export function cases({ compileArrays, makeKernels, makeRandom, parseExpression }) {
  return works.flatMap(([kind, formula, range, other = [0, 1]]) => {
    const kernels = makeKernels()
    const inputs = ['x', 'y'].map((name) => ({ name, kind: 'array' }))
    const loop = compileArrays(kernels, [parseExpression(formula)], inputs)
    const [x, y, out] = [0, 1, 2].map(() => kernels.allocate(count))
    const random = makeRandom(3)
    const within = ([low, high]) => low + (high - low) * random.uniform()
    const values = new Float64Array(2 * count)
    for (let i = 0; i < 2 * count; i++) values[i] = within(i < count ? range : other)
    kernels.refresh(x).view.set(values.subarray(0, count))
    kernels.refresh(y).view.set(values.subarray(count))
    const file = join(scratch, `${kind}.in`)
    writeFileSync(file, values)
    const ours = () => {
      for (let i = 0; i < rounds; i++) loop(count, x.pointer, y.pointer, out.pointer)
    }
    return peers.map(({ name }) => {
      const request = { kind, count, rounds, in: file, out: join(scratch, `${kind}-${name}.out`) }
      const error = () => distance(readNumbers(request.out), kernels.refresh(out).view)
      return {
        case: `${formula}, 10⁶ values`,
        ours,
        repeats: 9,
        peer: { name, request, error },
        note: 'error of the peer: against ours',
      }
    })
  })
}
