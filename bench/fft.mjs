// Topic fft: our transforms beside FFTW (one thread, two ways of planning) and SciPy's pocketfft (one worker), forward unless said.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cache, compilePeer, makeScratch, readNumbers } from './peer.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const scratch = makeScratch()
const fftw = compilePeer('fft.c', 'fft-peer', { libraries: ['fftw3', 'fftw3l'], needs: 'cc with FFTW' })
const python = [join(here, 'peers/fft.py')]
export const peers = [
  { name: 'FFTW estimate', ...fftw },
  { name: 'FFTW measure', ...fftw },
  { name: 'SciPy', commands: [['/usr/bin/python3', ...python], ['python3', ...python]], probe: ['-c', 'import numpy, scipy.fft'] },
] // biome-ignore format: a table

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
  ['cosine', [256, 256]],
]
const names = { complex: 'complex', real: 'real', round: 'real, there and back,', cosine: 'DCT-II' }

/**
 * How much less wall time two threads take than one: a real transform of 1024 × 1024, beside a loop of arithmetic alone. Both
 * take turns in short pieces and the least times count, since other programs use the machine.
 */
function scaling({ makeFft, makeKernels, makeThreadPool, makeThreadedFft, makeNodeThreads }) {
  const program = join(cache, 'fft.mjs')
  const kernels = makeKernels({ shared: true })
  const pool = makeThreadPool(kernels, 2, makeNodeThreads(program))
  const plan = makeFft(kernels, [1024, 1024], { real: true })
  const threaded = makeThreadedFft(pool, plan)
  const [a, b] = [kernels.allocate(plan.valueLength), kernels.allocate(plan.spectrumLength)]
  kernels.refresh(a).view.forEach((_, i, view) => {
    view[i] = Math.sin(i * i)
  })
  const alone = makeThreadPool(kernels, 1, makeNodeThreads(program))
  const blocks = 64
  const works = {
    one: () => plan.forward(a.pointer, b.pointer),
    two: () => threaded.forward(a.pointer, b.pointer),
    loop: () => alone.run('arithmetic', [40000], blocks),
    loopOnTwo: () => pool.run('arithmetic', [40000], blocks),
  }
  const least = {}
  const warm = performance.now() + 1000
  while (performance.now() < warm) for (const work of Object.values(works)) work()
  for (let round = 0; round < 300; round++) {
    for (const [name, work] of Object.entries(works)) {
      // Once before: a thread that sleeps since the last piece wakes up then.
      work()
      const before = performance.now()
      work()
      least[name] = Math.min(least[name] ?? Infinity, performance.now() - before)
    }
  }
  pool.close()
  alone.close()
  const [ours, loop] = [least.one / least.two, least.loop / least.loopOnTwo]
  const short = (value) => Number(value.toPrecision(4))
  return {
    ours_ms: short(least.two),
    peer: 'arithmetic-only loop',
    peer_ms: short(least.loopOnTwo),
    ratio: short(ours / loop),
    note: `wall time, least of 300; on two threads ${short(ours)} times as fast as on one, the loop ${short(loop)} times; ratio is of these`,
  }
}

export function cases(entry) {
  const { makeFft, makeTrigonometric, makeKernels, makeRandom } = entry
  const rows = sizes.flatMap(([kind, shape]) => {
    const kernels = makeKernels()
    const points = shape.reduce((x, y) => x * y)
    const cosine =
      kind === 'cosine' &&
      makeTrigonometric(
        kernels,
        shape,
        shape.map(() => 'cosine-2'),
      )
    const plan = cosine
      ? { ...cosine, valueLength: points, spectrumLength: points }
      : makeFft(kernels, shape, { real: kind !== 'complex' })
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
    else if (fftw.program) {
      const out = join(scratch, `${name}.exact`)
      spawnSync(fftw.program, { input: `${JSON.stringify({ ...request, plan: 'exact', out, batch: 1 })}\n` })
      exact = readNumbers(out)
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
        ...(exact && kind !== 'round' ? { error: () => distance(readNumbers(request.out), exact) } : {}),
      },
    }))
  })

  return [...rows, { case: 'scaling on two threads, real 1024 × 1024', row: () => scaling(entry) }]
}
