import type { Problem } from '../problem.ts'
import { checkGasColumn } from './check.ts'
import { gasColumnEquations } from './equations.ts'
import { gasColumnExample } from './example.ts'
import { analyteChoices, analyteParameters, gasColumnChoices, gasColumnParameters } from './parameters.ts'

/** Isothermal gas chromatography in an open capillary: flow with pressure drop, exchange with a film, several analytes. */
export const gasColumn: Problem = {
  id: 'gas-column',
  title: 'Gas column',
  summary:
    'Chromatogram of several analytes in a capillary at constant temperature: pressure drop, exchange with the film, diffusion, injection.',
  parameters: gasColumnParameters,
  choices: gasColumnChoices,
  components: { label: 'Analytes', parameters: analyteParameters, choices: analyteChoices },
  time: { from: 0, to: 800, samples: 1601 },
  methods: [
    {
      id: 'exact',
      title: 'Exact solution',
      help: 'Closed form through Goldstein’s J function; with diffusion or a tailing injector the transfer function in Laplace space. Linear isotherm only: with a capacity use finite-volume.',
      options: [],
    },
    {
      id: 'finite-volume',
      title: 'Finite volumes',
      help: 'The full equations on cells along the column, conservative, with error-controlled steps. Solves everything, competition for the film included.',
      options: [
        {
          name: 'cells',
          label: 'Cells',
          kind: 'integer',
          unit: '1',
          required: false,
          minimum: 16,
          maximum: 100000,
          help: 'Number of cells along the column. Left out: chosen from the sharpest peak.',
          group: 'Method',
          slider: { from: 100, to: 4000, logarithmic: true },
        },
        {
          name: 'order',
          label: 'Order in space',
          kind: 'integer',
          unit: '1',
          required: false,
          minimum: 3,
          maximum: 7,
          help: 'Order of the face values: 3, 5 or 7. Left out: 7 for smooth peaks, 5 (WENO) for steep fronts and competition.',
          group: 'Method',
          advanced: true,
        },
        {
          name: 'rtol',
          label: 'Tolerance in time',
          kind: 'number',
          unit: '1',
          required: false,
          exclusiveMinimum: 0,
          maximum: 0.1,
          help: 'Relative error allowed a step. Left out: small enough that the error in space dominates.',
          group: 'Method',
          advanced: true,
          slider: { from: 1e-10, to: 1e-3, logarithmic: true },
        },
      ],
    },
  ],
  equations: gasColumnEquations,
  check: checkGasColumn,
  references: [
    {
      text: 'A. Cabrera-Codony, A. Valverde, K. Born, O. A. I. Noreldin, T. G. Myers: Mathematical modelling of flow and adsorption in a gas chromatograph, arXiv 2501.00001 (2024)',
      url: 'https://arxiv.org/abs/2501.00001',
    },
    {
      text: 'S. Goldstein: On the mathematics of exchange processes in fixed columns, Proc. R. Soc. Lond. A 219 (1953) 151–185',
      url: 'https://doi.org/10.1098/rspa.1953.0137',
    },
    {
      text: 'I. Nasreddine et al.: Sensors and Actuators B 224 (2016) 159: the BTEX measurements',
    },
    {
      text: 'P. V. Danckwerts: Continuous flow systems, Chem. Eng. Sci. 2 (1953) 1–13: inlet and outlet conditions',
      url: 'https://doi.org/10.1016/0009-2509(53)80001-1',
    },
  ],
  example: gasColumnExample,
}
