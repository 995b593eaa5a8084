import type { MethodDescription, Problem } from '../problem.ts'
import { steppedOptions } from '../stepped-options.ts'
import { typesetLines } from './equations.ts'
import { typedOdeExample } from './example.ts'
import { describeInitial, describeParameters } from './parameters.ts'
import { readTypedOde } from './read.ts'

const integrate: MethodDescription = {
  id: 'integrate',
  title: 'Step by step in time',
  help: 'Compiled to WebAssembly and followed by an integrator of the catalogue; auto begins with one for smooth problems and changes to one for stiff problems where that is cheaper.',
  isStepped: true,
  options: steppedOptions(1e-6),
}

/** Ordinary differential equations that the user types. */
export const typedOde: Problem = {
  id: 'typed-ode',
  title: 'Ordinary differential equations',
  summary: 'Your own system of ordinary differential equations, typed as text, with parameters, events and units.',
  parameters: [],
  choices: [],
  sections: ['equations', 'initial', 'events', 'invariants'],
  isTimeUnitFree: true,
  time: { from: 0, to: 10, samples: 101 },
  methods: [integrate],
  specialise: (section) => ({
    ...typedOde,
    parameters: describeParameters(section),
    initial: describeInitial(section),
    equations: () => typesetLines(section),
  }),
  read: readTypedOde,
  equations: () => [],
  check: () => [],
  references: [
    {
      text: 'E. Hairer, S. P. Nørsett, G. Wanner: Solving Ordinary Differential Equations I, Springer (1993); E. Hairer, G. Wanner: II (1996)',
    },
  ],
  example: typedOdeExample,
}
