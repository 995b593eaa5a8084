import type { MethodDescription, ParameterDescription, Problem } from '../problem.ts'
import { steppedOptions } from '../stepped-options.ts'
import { numberOf } from '../values.ts'
import { checkBodies } from './check.ts'
import { nBodyParameters } from './parameters.ts'
import { readBodies } from './read.ts'

const saveSteps: ParameterDescription = {
  name: 'saveSteps',
  label: 'Save steps',
  kind: 'boolean',
  unit: '1',
  required: false,
  default: false,
  help: 'Two columns more: `step`, the length of the step that holds a saved time, and `nearest`, the distance of the two bodies nearest to each other.',
  group: 'Method',
  advanced: true,
}

const integrate: MethodDescription = {
  id: 'integrate',
  title: 'Step by step in time',
  help: 'Follows the bodies with an integrator of the catalogue: by power series in 31 digits (auto, up to ten bodies), by dop853, or symplectic with a fixed step (verlet, yoshida4).',
  isStepped: true,
  options: [
    ...steppedOptions(1e-12),
    {
      name: 'compare',
      label: 'Compare with the reference',
      kind: 'boolean',
      unit: '1',
      required: false,
      default: false,
      help: 'Computes the same orbits with the method `reference` too and tells the error of every column, and of the positions, beside the energy error.',
      group: 'Method',
    },
    saveSteps,
  ],
}

const reference: MethodDescription = {
  id: 'reference',
  title: 'Adaptive reference, 31 digits inside',
  help: 'Power series of the motion in double-double arithmetic, steps chosen from the series: right to the last digits of float64 through close encounters. Up to 64 bodies.',
  options: [
    {
      name: 'tolerance',
      label: 'Tolerance of the reference',
      kind: 'number',
      unit: '1',
      required: false,
      default: 1e-30,
      minimum: 1e-31,
      maximum: 1e-14,
      help: 'Error allowed a step, relative to the distance of the nearest body.',
      group: 'Method',
      advanced: true,
      slider: { from: 1e-31, to: 1e-14, logarithmic: true },
    },
    saveSteps,
  ],
}

/** Bodies that attract each other. */
export const nBody: Problem = {
  id: 'n-body',
  title: 'Bodies under gravity',
  summary: 'Orbits of bodies that attract each other, in the plane or in space, through close encounters.',
  parameters: nBodyParameters,
  choices: [],
  sections: ['bodies'],
  isTimeUnitFree: true,
  time: { from: 0, to: 10, samples: 501 },
  methods: [integrate, reference],
  read: readBodies,
  equations: ({ parameters }) => {
    const isSoft = numberOf(parameters, 'softening', 0) > 0
    return [
      {
        latex: `\\ddot{\\mathbf r}_i = G \\sum_{j \\ne i} m_j\\, \\frac{\\mathbf r_j - \\mathbf r_i}{${isSoft ? '\\bigl(|\\mathbf r_j - \\mathbf r_i|^2 + \\varepsilon^2\\bigr)^{3/2}' : '|\\mathbf r_j - \\mathbf r_i|^3'}}`,
        caption: isSoft ? 'Attraction, softened after Plummer' : 'Attraction after Newton',
      },
      {
        latex: `E = \\sum_i \\tfrac12 m_i |\\dot{\\mathbf r}_i|^2 - G \\sum_{i<j} \\frac{m_i m_j}{${isSoft ? '\\sqrt{|\\mathbf r_j - \\mathbf r_i|^2 + \\varepsilon^2}' : '|\\mathbf r_j - \\mathbf r_i|'}}`,
        caption: 'Energy, which stays as it is',
      },
    ]
  },
  check: checkBodies,
  references: [
    {
      text: 'À. Jorba, M. Zou: A software package for the numerical integration of ODEs by means of high-order Taylor methods, Exp. Math. 14 (2005) 99: the reference',
      url: 'https://doi.org/10.1080/10586458.2005.10128904',
    },
    {
      text: 'E. Hairer, C. Lubich, G. Wanner: Geometric Numerical Integration, Springer (2006), I.2: the equations and symplectic methods',
    },
    {
      text: 'C. Burrau: Numerische Berechnung eines Spezialfalles des Dreikörperproblems, Astron. Nachr. 195 (1913) 113; V. Szebehely, C. F. Peters: Astron. J. 72 (1967) 876: the Pythagorean problem',
    },
    {
      text: 'P. G. Breen, C. N. Foley, T. Boekholt, S. Portegies Zwart: Mon. Not. R. Astron. Soc. 494 (2020) 2465: random bodies at rest',
      url: 'https://doi.org/10.1093/mnras/staa713',
    },
  ],
  example: {
    isoline: 1,
    title: 'Three bodies: the Pythagorean problem',
    notes:
      'Masses 3, 4 and 5 at rest at the corners of a right triangle with sides 3, 4 and 5 (Burrau 1913). After many close encounters two form a pair and the third leaves for good at about t = 60 (Szebehely and Peters 1967).',
    problem: {
      id: 'n-body',
      parameters: { gravity: 1, softening: 0 },
      initial: {
        masses: [3, 4, 5],
        positions: [
          [1, 3],
          [-2, -1],
          [1, -1],
        ],
        velocities: [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
      },
    },
    method: { stepper: 'auto', rtol: 1e-14 },
    time: { to: 70, samples: 1401 },
  },
}
