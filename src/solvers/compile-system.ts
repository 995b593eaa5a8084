import type { OdeEquations } from '../expression/ode-equations.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { mathKernels } from '../kernels/math.ts'
import { isSharedMemory } from './compiled-modules.ts'
import type { CompiledSystem } from './compiled-system.ts'
import type { LinearPart, SparsityPattern, SystemJacobian, SystemSplit } from './system.ts'
import { compilationOf } from './system-compilation.ts'

type SystemFunction = (time: number, state: number, out: number) => void

function isDiagonal({ rowStarts }: SparsityPattern): boolean {
  return rowStarts.every((start, row) => start === row)
}

/**
 * The system of typed equations, compiled to WebAssembly: every function of it is one call. Takes a block of the arena; parameters
 * are zero until `setParameters`. Equations compiled before are found again, so only the arena is new.
 * `out` of a function may not be its `state`. Conditions compute both sides; a NaN of the side not taken is not seen.
 */
export function compileSystem(kernels: Kernels, equations: OdeEquations): CompiledSystem {
  const size = equations.unknowns.length
  const count = equations.parameters.length
  const compilation = compilationOf(equations, isSharedMemory(kernels))
  const { pattern, positions, linear: linearPattern } = compilation
  const base = kernels.reserve(Math.max(1, compilation.baseLength))
  const coefficients = linearPattern ? kernels.reserve(linearPattern.columns.length) : 0
  const { exports } = new WebAssembly.Instance(compilation.module, {
    env: { memory: kernels.memory },
    system: { base },
    math: { ...mathKernels(kernels) },
  })
  // The module was made by us: these names are functions of this type.
  const functionOf = (name: string) => exports[name] as SystemFunction
  const prepare = functionOf('prepare')
  const assignments = equations.events.map((_, index) => functionOf(`event${index}`))
  const parameterDerivatives = equations.parameters.map((_, index) => functionOf(`parameter${index}`))
  const jacobian: SystemJacobian | undefined = pattern && { pattern, evaluate: functionOf('jacobian') }

  const values = new Float64Array(linearPattern?.columns.length ?? 0)
  const refresh = () => {
    prepare(0, base, base)
    if (!linearPattern) return
    functionOf('linear')(0, base, coefficients)
    values.set(kernels.view(coefficients, values.length))
  }
  refresh()

  const split = (): SystemSplit | undefined => {
    if (!linearPattern) return undefined
    const linear: LinearPart = isDiagonal(linearPattern)
      ? { kind: 'diagonal', real: values }
      : { kind: 'sparse', pattern: linearPattern, values }
    return {
      nonstiff: functionOf('nonstiff'),
      stiff: functionOf('stiff'),
      stiffJacobian: { pattern: linearPattern, evaluate: functionOf('linear') },
      linear,
    }
  }
  const parts = split()

  return {
    kernels,
    size,
    rates: functionOf('rates'),
    ...(jacobian ? { jacobian } : {}),
    timeDerivative: functionOf('timeDerivative'),
    isAutonomous: compilation.isAutonomous,
    mayJump: compilation.mayJump,
    ...(equations.algebraic.some(Boolean)
      ? { mass: Float64Array.from(equations.algebraic, (algebraic) => (algebraic ? 0 : 1)) }
      : {}),
    ...(parts ? { split: parts } : {}),
    ...(positions === undefined
      ? {}
      : { separable: { positions, drift: functionOf('drift'), kick: functionOf('kick') } }),
    setParameters(given) {
      if (given.length !== count) throw new Error(`the system has ${count} parameters, not ${given.length}`)
      kernels.view(base, count).set(given)
      refresh()
    },
    eventCount: equations.events.length,
    events: functionOf('events'),
    applyEvent(event, time, state) {
      const assign = assignments[event]
      if (!assign) throw new Error(`the system has no event ${event}`)
      assign(time, state, state)
    },
    outputs: functionOf('outputs'),
    parameterDerivative(index, time, state, out) {
      const derivative = parameterDerivatives[index]
      if (!derivative) throw new Error(`the system has no parameter ${index}`)
      derivative(time, state, out)
    },
  }
}
