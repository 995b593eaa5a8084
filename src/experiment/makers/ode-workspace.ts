import type { Simulation } from '../../core/simulation.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import { type Kernels, makeKernels } from '../../kernels/kernels.ts'
import { compileSystem } from '../../solvers/compile-system.ts'
import type { CompiledSystem } from '../../solvers/compiled-system.ts'

/** A compiled system in a memory of its own, ready for the next simulation. */
export interface OdeWorkspace {
  readonly kernels: Kernels
  readonly system: CompiledSystem
  /** Of the values of the outputs. */
  readonly outputs: number
  /** End of what belongs to the system; a simulation's vectors lie behind it. */
  readonly mark: number
}

/**
 * Workspaces that no simulation uses, by system: a fit, a sweep or a slider runs the same equations hundreds of times, and most of
 * the cost of a small one would be its memory and its code.
 */
const idle = new WeakMap<OdeEquations, OdeWorkspace[]>()

/** A workspace that nothing uses now: one given back, or a new one. */
function takeWorkspace(equations: OdeEquations): OdeWorkspace {
  const found = idle.get(equations)?.pop()
  if (found) return found
  const kernels = makeKernels()
  const system = compileSystem(kernels, equations)
  const { pointer } = kernels.allocate(Math.max(1, equations.outputs.length))
  return { kernels, system, outputs: pointer, mark: kernels.mark() }
}

/** Hands a workspace to the next simulation of the same equations; two wait at the most. */
function giveBackWorkspace(equations: OdeEquations, workspace: OdeWorkspace): void {
  workspace.kernels.release(workspace.mark)
  const waiting = idle.get(equations) ?? []
  idle.set(equations, waiting)
  if (waiting.length < 2) waiting.push(workspace)
}

/** A simulation that gives its workspace back when it is done. What it says of itself then is kept. */
export function simulationInWorkspace(
  equations: OdeEquations,
  make: (workspace: OdeWorkspace) => Simulation,
): Simulation {
  const workspace = takeWorkspace(equations)
  const inner = make(workspace)
  let last: ReturnType<Simulation['report']> | undefined
  return {
    scalars: inner.scalars,
    fields: inner.fields,
    advance(milliseconds, clock) {
      const piece = inner.advance(milliseconds, clock)
      if (piece.done && !last) {
        last = inner.report()
        giveBackWorkspace(equations, workspace)
      }
      return piece
    },
    checkpoint: () => inner.checkpoint(),
    restore: (checkpoint) => inner.restore(checkpoint),
    report: () => last ?? inner.report(),
  }
}
