import type { Simulation } from '../../core/simulation.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import { type Kernels, makeKernels } from '../../kernels/kernels.ts'
import { compileSystem } from '../../solvers/compile-system.ts'
import type { CompiledSystem } from '../../solvers/compiled-system.ts'

/** A compiled system in a memory of its own, ready for the next simulation. */
export interface Bench {
  readonly kernels: Kernels
  readonly system: CompiledSystem
  /** Of the values of the outputs. */
  readonly outputs: number
  /** End of what belongs to the system; a simulation's vectors lie behind it. */
  readonly mark: number
}

/**
 * Benches that no simulation uses, by system: a fit, a sweep or a slider runs the same equations hundreds of times, and most of the cost
 * of a small one would be its memory and its code.
 */
const idle = new WeakMap<OdeEquations, Bench[]>()

/** A bench that nothing uses now: one given back, or a new one. */
export function takeBench(equations: OdeEquations): Bench {
  const found = idle.get(equations)?.pop()
  if (found) return found
  const kernels = makeKernels()
  const system = compileSystem(kernels, equations)
  const { pointer } = kernels.allocate(Math.max(1, equations.outputs.length))
  return { kernels, system, outputs: pointer, mark: kernels.mark() }
}

/** Hands a bench to the next simulation of the same equations; two wait at the most. */
export function giveBack(equations: OdeEquations, bench: Bench): void {
  bench.kernels.release(bench.mark)
  const benches = idle.get(equations) ?? []
  idle.set(equations, benches)
  if (benches.length < 2) benches.push(bench)
}

/** A simulation that gives its bench back when it is done. What it says of itself then is kept. */
export function simulationOnBench(equations: OdeEquations, make: (bench: Bench) => Simulation): Simulation {
  const bench = takeBench(equations)
  const inner = make(bench)
  let last: ReturnType<Simulation['report']> | undefined
  return {
    scalars: inner.scalars,
    fields: inner.fields,
    advance(milliseconds, clock) {
      const piece = inner.advance(milliseconds, clock)
      if (piece.done && !last) {
        last = inner.report()
        giveBack(equations, bench)
      }
      return piece
    },
    checkpoint: () => inner.checkpoint(),
    restore: (checkpoint) => inner.restore(checkpoint),
    report: () => last ?? inner.report(),
  }
}
