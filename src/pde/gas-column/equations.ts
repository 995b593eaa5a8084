import type { EquationText, ProblemValues } from '../problem.ts'
import { isGiven, numberOf, switchOf } from '../values.ts'

/** The equations that hold for these values, in the order in which a paper would give them. */
export function gasColumnEquations({ parameters, components }: ProblemValues): readonly EquationText[] {
  const isVariable = switchOf(parameters, 'variableVelocity', true)
  const isDispersed = components.some((component) => numberOf(component, 'dispersion', 0) > 0)
  const isCompetitive = components.some((component) => isGiven(component, 'capacity'))
  const isTailed = numberOf(parameters, 'injectorTime', 0) > 0
  const i = components.length > 1 ? '_i' : ''
  const indexed = (symbol: string) => (components.length > 1 ? `${symbol},i` : symbol)
  const transport = isVariable
    ? `\\frac{\\partial (u\\,c${i})}{\\partial x}`
    : `u_0 \\frac{\\partial c${i}}{\\partial x}`
  const spread = !isDispersed
    ? ''
    : isVariable
      ? `\\frac{\\partial}{\\partial x}\\!\\left(\\frac{D${i}}{\\hat p}\\frac{\\partial c${i}}{\\partial x}\\right)`
      : `D${i} \\frac{\\partial^2 c${i}}{\\partial x^2}`
  const exchange = `\\alpha \\frac{\\partial q${i}}{\\partial t}`
  const lines: EquationText[] = [
    {
      latex: `\\frac{\\partial c${i}}{\\partial t} + ${transport} = ${spread}${spread ? ' ' : ''}- ${exchange}, \\qquad \\alpha = \\frac{2\\delta}{R}`,
      caption: `Analyte in the gas: ${isVariable ? 'carried by the expanding carrier' : 'carried with constant velocity'}, ${isDispersed ? 'dispersed, ' : ''}exchanged with the film`,
    },
    {
      latex: isCompetitive
        ? `\\frac{\\partial q${i}}{\\partial t} = k_{${indexed('a')}}\\, c${i} \\Bigl(1 - \\sum_j \\frac{q_j}{q_{\\mathrm{m},j}}\\Bigr) - k_{${indexed('d')}}\\, q${i}, \\qquad K${i} = \\frac{k_{${indexed('a')}}}{k_{${indexed('d')}}}`
        : `\\frac{\\partial q${i}}{\\partial t} = k_{${indexed('a')}}\\, c${i} - k_{${indexed('d')}}\\, q${i}, \\qquad K${i} = \\frac{k_{${indexed('a')}}}{k_{${indexed('d')}}}`,
      caption: isCompetitive
        ? 'Analyte in the film: Langmuir kinetics, all analytes compete for the capacity'
        : 'Analyte in the film: linear kinetics',
    },
  ]
  if (isVariable)
    lines.push({
      latex: `u = \\frac{u_0}{\\hat p}, \\qquad \\hat p = \\frac{p}{p_0} = \\sqrt{1 - \\bigl(1 - \\hat p_L^2\\bigr) \\frac{x}{L}}, \\qquad \\hat p_L = \\frac{p_L}{p_0}`,
      caption: 'Carrier: ideal gas, isothermal, laminar, steady',
    })
  const inlet = isTailed ? `c_{\\mathrm{in}${i ? ',i' : ''}}(t)` : `c_{0${i ? ',i' : ''}}\\,[0 < t < t_1]`
  lines.push({
    latex: isDispersed
      ? `u c${i} - ${isVariable ? `\\frac{D${i}}{\\hat p}` : `D${i}`} \\frac{\\partial c${i}}{\\partial x} = u_0\\, ${inlet} \\ \\text{at } x = 0, \\qquad \\frac{\\partial c${i}}{\\partial x} = 0 \\ \\text{at } x = L`
      : `c${i} = ${inlet} \\ \\text{at } x = 0`,
    caption: isDispersed
      ? 'Boundary: what is injected is carried and dispersed into the column (Danckwerts); nothing is dispersed out'
      : 'Boundary: the injection',
  })
  if (isTailed)
    lines.push({
      latex: `\\tau_\\mathrm{inj} \\frac{d c_{\\mathrm{in}${i ? ',i' : ''}}}{dt} = c_{0${i ? ',i' : ''}}\\,[0 < t < t_1] - c_{\\mathrm{in}${i ? ',i' : ''}}`,
      caption: 'Injector that empties exponentially',
    })
  lines.push({ latex: `c${i} = q${i} = 0 \\ \\text{at } t = 0`, caption: 'Initially the column is clean' })
  return lines
}
