import type { MethodDescription, ParameterDescription, Problem } from '../problem.ts'
import { steppedOptions } from '../stepped-options.ts'
import { describeInitial, describeParameters } from '../typed-ode/parameters.ts'
import { typesetFields } from './equations.ts'
import { typedPdeExample } from './example.ts'
import { isTimeless, readTypedPde } from './read.ts'
import { fromTextbook } from './textbook-form.ts'

const spatial: readonly ParameterDescription[] = [
  {
    name: 'order',
    label: 'Order in space',
    kind: 'integer',
    unit: '1',
    required: false,
    minimum: 2,
    maximum: 5,
    help: 'Finite differences: 2 or 4. Finite volumes: 2 or 5. Chosen where none is given.',
    group: 'Method',
    advanced: true,
  },
  {
    name: 'dealias',
    label: 'Dealiasing',
    kind: 'choice',
    unit: '1',
    required: false,
    choices: ['two-thirds', 'half', 'none'],
    help: 'Spectral methods: which wavenumbers stay empty, so that products do not fold back. two-thirds suits quadratic terms, half cubic ones.',
    group: 'Method',
    advanced: true,
  },
  {
    name: 'errorEstimate',
    label: 'Estimate the error',
    kind: 'boolean',
    unit: '1',
    required: false,
    default: false,
    help: 'Runs beside with half the points along each axis and a coarser step or tolerance; the difference at the end is told in the outcome. About half as much work again, much less in two and three dimensions.',
    group: 'Method',
  },
]

const lines: MethodDescription = {
  id: 'method-of-lines',
  title: 'Discretised in space, then step by step in time',
  help: 'A discretisation turns the equations into a system in time, which an integrator of the catalogue follows; both are chosen for the equations, domain and boundary where none is named.',
  isStepped: true,
  options: [...spatial, ...steppedOptions(1e-5)],
}

/** Partial differential equations that the user types. */
export const typedPde: Problem = {
  id: 'typed-pde',
  title: 'Partial differential equations',
  summary:
    'Your own partial differential equations in one to three dimensions, typed as text, with domain, boundary and initial data.',
  parameters: [],
  choices: [],
  sections: ['fieldEquations', 'domain', 'boundary', 'initialFields', 'invariants'],
  isTimeUnitFree: true,
  time: { from: 0, to: 1, samples: 101 },
  methods: [lines],
  specialise: (section) => ({
    ...typedPde,
    parameters: describeParameters(section),
    initial: describeInitial(section),
    isTimeless: isTimeless(section),
    equations: () => typesetFields(section),
  }),
  fromTextbook,
  read: readTypedPde,
  equations: () => [],
  check: () => [],
  references: [
    {
      text: 'W. Hundsdorfer, J. G. Verwer: Numerical Solution of Time-Dependent Advection-Diffusion-Reaction Equations, Springer (2003)',
    },
    { text: 'L. N. Trefethen: Spectral Methods in MATLAB, SIAM (2000)' },
  ],
  example: typedPdeExample,
}
