// Runs in a worker of the page: a transform on three threads beside the same on one.
import { makeRandom } from '../../src/core/random.ts'
import { makeBrowserThreads } from '../../src/hosts/browser/kernel-threads.ts'
import { makeFft } from '../../src/kernels/fft.ts'
import { makeThreadedFft } from '../../src/kernels/fft-threads.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { makeThreadPool } from '../../src/kernels/threads.ts'

const pause = () => new Promise((resolve) => setTimeout(resolve, 20))

/** Largest difference of the two spectra, and the largest value of the one. */
async function compare(): Promise<{ readonly difference: number; readonly size: number }> {
  const kernels = makeKernels({ shared: true })
  const pool = makeThreadPool(kernels, 3, makeBrowserThreads())
  const plan = makeFft(kernels, [128, 256], { real: true })
  const threaded = makeThreadedFft(pool, plan)
  const [input, alone, together] = [plan.valueLength, plan.spectrumLength, plan.spectrumLength].map((length) =>
    kernels.allocate(length),
  )
  if (!input || !alone || !together) throw new Error('three blocks')
  const random = makeRandom(5)
  kernels.refresh(input).view.forEach((_, i, view) => {
    view[i] = random.normal()
  })
  plan.forward(input.pointer, alone.pointer)
  // The other threads need a moment to come up; every phase is right with however many there are.
  for (let i = 0; i < 20; i++) {
    threaded.forward(input.pointer, together.pointer)
    await pause()
  }
  const [a, b] = [kernels.refresh(alone).view, kernels.refresh(together).view]
  const difference = a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] ?? Number.NaN))), 0)
  const size = a.reduce((worst, value) => Math.max(worst, Math.abs(value)), 0)
  pool.close()
  return { difference, size }
}

compare().then(
  (result) => self.postMessage(result),
  (error) => self.postMessage({ error: String(error) }),
)
