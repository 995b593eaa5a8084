import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeRandom } from '../../../src/core/random.ts'
import { makeNodeThreads } from '../../../src/hosts/node/kernel-threads.ts'
import { makeFft } from '../../../src/kernels/fft.ts'
import { makeThreadedFft } from '../../../src/kernels/fft-threads.ts'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import { makeThreadPool } from '../../../src/kernels/threads.ts'

const root = join(import.meta.dirname, '../../..')
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(root, '.cache/threads-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20',
      rolldownOptions: {
        input: join(root, 'src/hosts/node/kernel-thread.ts'),
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Transforms there and back on three threads and on one, many times: late threads meet the next phase then. */
function compare(shape: readonly number[], real: boolean, times: number) {
  const kernels = makeKernels({ shared: true })
  const pool = makeThreadPool(kernels, 3, makeNodeThreads(join(folder, 'kernel-thread.mjs')))
  try {
    const plan = makeFft(kernels, shape, { real })
    const threaded = makeThreadedFft(pool, plan)
    const [x, back] = [kernels.allocate(plan.valueLength), kernels.allocate(plan.valueLength)]
    const [one, many] = [kernels.allocate(plan.spectrumLength), kernels.allocate(plan.spectrumLength)]
    const random = makeRandom(3)
    const values = kernels.refresh(x).view
    for (let i = 0; i < values.length; i++) values[i] = random.normal()
    plan.forward(x.pointer, one.pointer)
    const wanted = kernels.refresh(one).view.slice()
    plan.inverse(one.pointer, back.pointer)
    const wantedBack = kernels.refresh(back).view.slice()
    for (let i = 0; i < times; i++) {
      kernels.refresh(many).view.fill(Number.NaN)
      kernels.refresh(back).view.fill(Number.NaN)
      threaded.forward(x.pointer, many.pointer)
      threaded.inverse(many.pointer, back.pointer)
      if (i % 20 && i !== times - 1) continue
      expect(Buffer.from(kernels.refresh(many).view.slice().buffer).equals(Buffer.from(wanted.buffer))).toBe(true)
      expect(Buffer.from(kernels.refresh(back).view.slice().buffer).equals(Buffer.from(wantedBack.buffer))).toBe(true)
    }
  } finally {
    pool.close()
  }
}

// The same arithmetic on the same numbers whoever does it: equal to the last bit.
test.each([
  { shape: [128, 96], real: true },
  { shape: [90, 100], real: false },
  { shape: [8, 12, 10], real: true },
  { shape: [1024], real: false },
])('threads give bit for bit what one thread gives: $shape, real $real', ({ shape, real }) => {
  compare(shape, real, 300)
})

test('every block is done once and only once, though chunks differ from phase to phase', async () => {
  const kernels = makeKernels({ shared: true })
  const pool = makeThreadPool(kernels, 3, makeNodeThreads(join(folder, 'kernel-thread.mjs')))
  try {
    // In place there and back: a block done twice or not at all would leave other numbers.
    const plan = makeFft(kernels, [64, 50])
    const before = kernels.mark()
    const threaded = makeThreadedFft(pool, plan)
    const third = (kernels.mark() - before) / 3
    const block = kernels.allocate(plan.valueLength)
    const view = kernels.refresh(block).view
    for (let i = 0; i < view.length; i++) view[i] = i % 7
    for (let i = 0; i < 500; i++) {
      threaded.forward(block.pointer, block.pointer)
      threaded.inverse(block.pointer, block.pointer)
      if (i === 100) await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(Math.max(...view.map((value, i) => Math.abs(value - (i % 7))))).toBeLessThan(1e-12)
    // The other threads did work: their parts of the scratch memory are written.
    const others = kernels.view(before + third, third / 4)
    for (let i = 0; i < 2000 && !others.some((value) => value !== 0); i++) {
      threaded.forward(block.pointer, block.pointer)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(others.some((value) => value !== 0)).toBe(true)
  } finally {
    pool.close()
  }
})

test('kernels on a memory of one thread are refused with the remedy', () => {
  expect(() => makeThreadPool(makeKernels(), 2, () => ({ close() {} }))).toThrow('shared: true')
})
