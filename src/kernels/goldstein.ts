import { columnFamily } from './generated/column.ts'
import type { Kernels } from './kernels.ts'

/** Goldstein's J function and the columns made of it, computed in WebAssembly; all lengths of arrays are free. */
export interface Goldstein {
  /** J(x, y) = 1 − e^{−y}∫₀ˣ e^{−s} I0(2√(ys)) ds for x, y ≥ 0; J(x, 0) = e^{−x}. */
  j(x: number, y: number): number
  /** J(x, kd θ) − J(x, kd (θ − t1)), θ = time − H, zero for negative time. Written to `out`. */
  pulse(times: Float64Array, out: Float64Array, parameters: PulseParameters): void
  /** The same behind an injector that empties with the time constant `injectorTime` > 0. */
  tailedPulse(times: Float64Array, out: Float64Array, parameters: PulseParameters, injectorTime: number): void
  /** ∂J/∂x = −e^{−x−y}I0(2√(xy)) and ∂J/∂y = e^{−x−y}√(x/y)I1(2√(xy)) at y = kd (time − start), zero before `start`. */
  edge(times: Float64Array, outX: Float64Array, outY: Float64Array, x: number, kd: number, start: number): void
}

export interface PulseParameters {
  /** Hold-up time H, s. */
  readonly holdUp: number
  /** α ka H. */
  readonly x: number
  /** 1/s. */
  readonly kd: number
  /** Length of the injection t1, s. */
  readonly injection: number
}

interface Exports {
  goldsteinJ(x: number, y: number): number
  goldsteinPulse(times: number, out: number, count: number, holdUp: number, x: number, kd: number, t1: number): void
  goldsteinTailedPulse(
    times: number,
    out: number,
    count: number,
    holdUp: number,
    x: number,
    kd: number,
    t1: number,
    rate: number,
  ): void
  goldsteinEdge(times: number, outX: number, outY: number, count: number, start: number, x: number, kd: number): void
}

const CHUNK = 2048

/** The functions on an instance of the kernels; takes three blocks of its memory. */
export function makeGoldstein(kernels: Kernels): Goldstein {
  const exports = kernels.link(columnFamily) as unknown as Exports
  const blocks = [kernels.allocate(CHUNK), kernels.allocate(CHUNK), kernels.allocate(CHUNK)] as const
  const [timesAt, firstAt, secondAt] = blocks.map((block) => block.pointer) as [number, number, number]
  const inChunks = (times: Float64Array, outs: readonly Float64Array[], work: (count: number) => void) => {
    // The memory may have grown since: fresh views.
    const [input, ...results] = blocks.map((block) => kernels.refresh(block).view) as [Float64Array, Float64Array]
    for (let from = 0; from < times.length; from += CHUNK) {
      const count = Math.min(CHUNK, times.length - from)
      input.set(times.subarray(from, from + count))
      work(count)
      outs.forEach((out, i) => {
        out.set((results[i] as Float64Array).subarray(0, count), from)
      })
    }
  }
  return {
    j: (x, y) => exports.goldsteinJ(x, y),
    pulse: (times, out, { holdUp, x, kd, injection }) =>
      inChunks(times, [out], (n) => exports.goldsteinPulse(timesAt, firstAt, n, holdUp, x, kd, injection)),
    tailedPulse: (times, out, { holdUp, x, kd, injection }, injectorTime) =>
      inChunks(times, [out], (n) =>
        exports.goldsteinTailedPulse(timesAt, firstAt, n, holdUp, x, kd, injection, 1 / injectorTime),
      ),
    edge: (times, outX, outY, x, kd, start) =>
      inChunks(times, [outX, outY], (n) => exports.goldsteinEdge(timesAt, firstAt, secondAt, n, start, x, kd)),
  }
}
