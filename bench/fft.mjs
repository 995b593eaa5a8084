// Topic fft: our transforms beside FFTW (one thread, two ways of planning) and SciPy's pocketfft (one worker), forward unless said.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'isoline-bench-'))
const cache = join(here, '../.cache/bench')
mkdirSync(cache, { recursive: true })
const program = join(cache, 'fft-peer')
const compiled = spawnSync('cc', [
  '-O3',
  '-march=native',
  join(here, 'peers/fft.c'),
  '-o',
  program,
  '-lfftw3',
  '-lfftw3l',
  '-lm',
])
if (compiled.status !== 0) process.stderr.write(`fft.c: ${compiled.stderr ?? compiled.error}\n`)

const fftw = { commands: compiled.status === 0 ? [[program]] : [['cc with FFTW']], probe: ['--probe'] }
const python = [join(here, 'peers/fft.py')]
export const peers = [
  { name: 'FFTW estimate', ...fftw },
  { name: 'FFTW measure', ...fftw },
  { name: 'SciPy', commands: [['/usr/bin/python3', ...python], ['python3', ...python]], probe: ['-c', 'import numpy, scipy.fft'] },
] // biome-ignore format: a table

const read = (file) => {
  const bytes = readFileSync(file)
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
}

/** Root mean square of the difference over that of what is wanted. */
function distance(a, b) {
  let [top, bottom] = [0, 0]
  for (let i = 0; i < b.length; i++) {
    top += (a[i] - b[i]) ** 2
    bottom += b[i] ** 2
  }
  return Math.sqrt(top / bottom)
}

const sizes = [
  ['complex', [1024]],
  ['complex', [4096]],
  ['complex', [65536]],
  ['complex', [10125]],
  ['complex', [1009]],
  ['real', [256, 256]],
  ['real', [1024, 1024]],
  ['round', [256, 256]],
  ['round', [1024, 1024]],
  ['complex', [256, 256]],
  ['complex', [64, 64, 64]],
  ['real', [64, 64, 64]],
]
const names = { complex: 'complex', real: 'real', round: 'real, there and back,', cosine: 'DCT-II' }

export function cases({ makeFft, makeKernels, makeRandom }) {
  return sizes.flatMap(([kind, shape]) => {
    const kernels = makeKernels()
    const plan = makeFft(kernels, shape, { real: kind !== 'complex' })
    const [a, b, c] = [plan.valueLength, plan.spectrumLength, plan.valueLength].map((n) => kernels.allocate(n))
    const random = makeRandom(7)
    const values = kernels.refresh(a).view
    for (let i = 0; i < values.length; i++) values[i] = random.normal()
    const name = `${kind}-${shape.join('-')}`
    const input = join(scratch, `${name}.in`)
    writeFileSync(input, values)
    const request = { kind, shape, in: input, out: join(scratch, `${name}.out`) }
    let exact
    if (kind === 'round') exact = values
    else if (compiled.status === 0) {
      const out = join(scratch, `${name}.exact`)
      spawnSync(program, { input: `${JSON.stringify({ ...request, plan: 'exact', out, batch: 1 })}\n` })
      exact = read(out)
    }
    const ours = () => {
      plan.forward(a.pointer, b.pointer)
      if (kind === 'round') plan.inverse(b.pointer, c.pointer)
    }
    // The browser's compiler improves a kernel after some hundred calls: that is start-up.
    for (const end = performance.now() + 300; performance.now() < end; ) ours()
    const result = () => kernels.refresh(kind === 'round' ? c : b).view
    return ['FFTW estimate', 'FFTW measure', 'SciPy'].map((peer) => ({
      case: `${names[kind]} ${shape.join(' × ')}`,
      ours,
      repeats: 15,
      ...(exact ? { error: () => distance(result(), exact) } : {}),
      peer: {
        name: peer,
        request: { ...request, plan: peer.endsWith('measure') ? 'measure' : 'estimate' },
        ...(exact && kind !== 'round' ? { error: () => distance(read(request.out), exact) } : {}),
      },
    }))
  })
}
