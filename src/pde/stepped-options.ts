import type { ParameterDescription } from './problem.ts'

/**
 * Options of a method with an integrator in time inside. `stepper`, `atol` an unknown and `nonNegative` stand beside them in
 * `method` (`MethodDescription.isStepped`).
 */
export function steppedOptions(rtol: number): readonly ParameterDescription[] {
  const base = { kind: 'number', unit: '1', required: false, group: 'Method' } as const
  return [
    {
      ...base,
      name: 'rtol',
      label: 'Relative tolerance',
      default: rtol,
      minimum: 1e-14,
      maximum: 0.1,
      help: 'Error allowed a step, relative to each value. The error at the end is larger: compare with a run at a tenth of it.',
      slider: { from: 1e-12, to: 1e-2, logarithmic: true },
    },
    {
      ...base,
      name: 'atol',
      label: 'Absolute tolerance',
      exclusiveMinimum: 0,
      help: 'Error allowed a step where a value is near zero; a thousandth of the relative tolerance where none is given. In the file it may be one an unknown: { "x": 1e-9 }.',
      advanced: true,
    },
    {
      ...base,
      name: 'step',
      label: 'Step',
      exclusiveMinimum: 0,
      help: 'The time step of methods with a fixed step, which need it; the longest step of the others.',
      advanced: true,
    },
  ]
}
