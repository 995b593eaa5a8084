import type { ParameterDescription } from '../problem.ts'

/** Parameters of n-body; any consistent units. */
export const nBodyParameters: readonly ParameterDescription[] = [
  {
    name: 'gravity',
    label: 'Gravitational constant',
    symbol: 'G',
    kind: 'number',
    unit: '1',
    required: false,
    default: 1,
    help: 'The constant G of the law of attraction; 1 in the units that most test problems use, 4π² with years, astronomical units and solar masses.',
    group: 'Attraction',
    slider: { from: 0, to: 2 },
  },
  {
    name: 'softening',
    label: 'Softening length',
    symbol: '\\varepsilon',
    kind: 'number',
    unit: '1',
    required: false,
    default: 0,
    minimum: 0,
    help: 'Bodies nearer than this attract each other less than points would. 0 is the law of Newton; a small value keeps close encounters harmless where bodies stand for clouds of stars.',
    group: 'Attraction',
    slider: { from: 0, to: 1 },
  },
]
