import type { Fft, FftPass } from './fft.ts'
import type { ThreadPool } from './threads.ts'

/**
 * The transform of a plan, its lines shared out among the threads of a pool; the results are those of one thread to the last bit.
 * The plan must stand on the pool's kernels. Takes scratch memory for each thread. Real single lines are not shared out.
 */
export function makeThreadedFft(pool: ThreadPool, plan: Fft): Pick<Fft, 'forward' | 'inverse'> {
  const { passes, work } = plan
  if (!passes) return plan
  const bytes = 8 * Math.max(...passes.forward.concat(passes.inverse).map((pass) => pass.scratch))
  // A cache line apart, so that no two threads write to one.
  const room = (bytes + 127) & ~127
  const scratch = pool.kernels.allocate((room * pool.threads) / 8).pointer
  const run = (list: readonly FftPass[]) => (input: number, output: number) => {
    for (const { record, from, to, blocks } of list) {
      const source = from === 'input' ? input : from === 'work' ? work : output
      pool.run('fftPass', [record, source, to === 'work' ? work : output, scratch, room], blocks)
    }
  }
  return { forward: run(passes.forward), inverse: run(passes.inverse) }
}
