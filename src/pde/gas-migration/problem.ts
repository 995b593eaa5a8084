import type { InputError } from '../../core/errors.ts'
import type { Problem, ProblemValues } from '../problem.ts'
import { isGiven, numberOf, textOf } from '../values.ts'
import { gasMigrationExample } from './example.ts'
import { gasMigrationParameters, gasMigrationProgram, migrationComponentParameters } from './parameters.ts'

/** Temperature-programmed gas chromatography in an open capillary. */
export const gasMigration: Problem = {
  id: 'gas-migration',
  title: 'Gas chromatograph, programmed',
  summary:
    'Retention times and peak widths of a capillary under a temperature and pressure programme, from retention parameters alone.',
  parameters: gasMigrationParameters,
  choices: [],
  components: { label: 'Components', parameters: migrationComponentParameters, choices: [] },
  program: gasMigrationProgram,
  time: { from: 0, to: 900, samples: 3601 },
  methods: [
    {
      id: 'migration',
      title: 'Migration equations',
      help: 'Follows place and width of each band in time; the chromatogram is a Gaussian a component.',
      options: [
        {
          name: 'rtol',
          label: 'Tolerance',
          kind: 'number',
          unit: '1',
          required: false,
          default: 1e-8,
          exclusiveMinimum: 0,
          maximum: 0.01,
          help: 'Relative error allowed a step.',
          group: 'Method',
          advanced: true,
        },
      ],
    },
  ],
  equations: () => [
    {
      latex: '\\frac{\\mathrm{d}x_i}{\\mathrm{d}t} = v_i = \\frac{u(x_i, t)}{1 + k_i(T(t))}',
      caption: 'Place of a band: it moves with the gas for the part of its time that it spends in the gas',
    },
    {
      latex:
        '\\frac{\\mathrm{d}\\sigma_i^2}{\\mathrm{d}t} = H_i\\, v_i + 2 \\sigma_i^2 \\frac{\\partial v_i}{\\partial x}',
      caption: 'Variance of a band in space: plate height, and stretching by the expanding gas',
    },
    {
      latex:
        '\\ln k_i = \\Bigl(\\frac{\\Delta C_p}{\\mathcal R} + \\frac{T_c}{\\theta_c}\\Bigr)\\Bigl(\\frac{T_c}{T} - 1\\Bigr) + \\frac{\\Delta C_p}{\\mathcal R} \\ln\\frac{T}{T_c} + \\ln\\frac{\\varphi}{\\varphi_0}, \\qquad \\varphi = \\frac{d_f}{d}',
      caption: 'Retention factor over temperature, K-centric form',
    },
    {
      latex:
        'u = \\frac{d^2 (p_i^2 - p_o^2)}{64\\, \\eta(T)\\, L\\, p}, \\qquad p^2 = p_i^2 - (p_i^2 - p_o^2) \\frac{x}{L}',
      caption: 'Carrier: ideal gas, laminar, steady at each moment',
    },
    {
      latex:
        'H = \\frac{2 D_M}{u} + \\frac{d^2 (11 - 16\\mu + 6\\mu^2)\\, u}{96\\, D_M} + \\frac{2 d_f^2\\, \\mu (1 - \\mu)\\, u}{3 D_S}, \\qquad \\mu = \\frac{1}{1 + k}',
      caption: 'Plate height (Golay)',
    },
  ],
  check,
  references: [
    {
      text: 'L. M. Blumberg: Temperature-Programmed Gas Chromatography, Wiley-VCH (2010): migration and band width, K-centric retention',
    },
    {
      text: 'J. Leppert: GasChromatographySimulator.jl, J. Open Source Softw. 7 (2022) 4565: the equations as solved in practice',
      url: 'https://doi.org/10.21105/joss.04565',
    },
    {
      text: 'M. J. E. Golay in D. H. Desty (ed.): Gas Chromatography, Butterworths (1958) 36: plate height of a coated capillary',
    },
    {
      text: 'E. N. Fuller, P. D. Schettler, J. C. Giddings: Ind. Eng. Chem. 58 (1966) 18: diffusion in gases',
      url: 'https://doi.org/10.1021/ie50677a007',
    },
  ],
  example: gasMigrationExample,
}

function check({ parameters, components, program }: ProblemValues): readonly InputError[] {
  const errors: InputError[] = []
  if (isGiven(parameters, 'film') && isGiven(parameters, 'diameter')) {
    const [film, diameter] = [numberOf(parameters, 'film'), numberOf(parameters, 'diameter')]
    if (film >= diameter / 2)
      errors.push({
        path: 'problem.parameters.film',
        message: `must be thinner than half of the diameter (${diameter / 2} m); here it is ${film} m`,
      })
  }
  if (components.length === 0)
    errors.push({ path: 'problem.components', message: 'is empty: give at least one component with its retention parameters' }) // biome-ignore format: one line
  const seen = new Map<string, number>()
  components.forEach((component, i) => {
    const name = textOf(component, 'name', '')
    const first = seen.get(name)
    if (first !== undefined)
      errors.push({
        path: `problem.components.${i}.name`,
        message: `"${name}" is taken by component ${first}; give every component a name of its own`,
      })
    seen.set(name, i)
  })
  const { inletPressure, outletPressure, time, temperature } = program ?? {}
  if (time && time.length === 0)
    errors.push({ path: 'problem.program.time', message: 'has no rows; give at least one' })
  const cold = temperature?.findIndex((value) => !(value > 0)) ?? -1
  if (cold >= 0)
    errors.push({
      path: `problem.program.temperature.${cold}`,
      message: `must be above absolute zero; here it is ${temperature?.[cold]} K. Numbers are in K: write "40 degC" for Celsius`,
    })
  const backwards = inletPressure?.findIndex((value, i) => !(value > (outletPressure?.[i] ?? 0))) ?? -1
  if (backwards >= 0)
    errors.push({
      path: `problem.program.inletPressure.${backwards}`,
      message: `must be above the outlet pressure (${outletPressure?.[backwards]} Pa), or the gas does not flow; here it is ${inletPressure?.[backwards]} Pa. Both are absolute: add the pressure of the air to a gauge reading`,
    })
  return errors
}
