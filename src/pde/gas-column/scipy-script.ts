import type { ProblemValues } from '../problem.ts'
import { type GasColumnModel, makeGasColumnModel } from './model.ts'
import { scipyMethodOfLines } from './scipy-langmuir.ts'
import { scipyClosedForm, scipyTransferFunction } from './scipy-linear.ts'

/** Equidistant times, both ends included, or the times themselves. */
export type ScriptTimes =
  | { readonly from: number; readonly to: number; readonly samples: number }
  | { readonly at: readonly number[] }

/**
 * A Python program of the same column for python3 with numpy and scipy (Debian 12's suffice): it prints CSV, `t` and one column an
 * analyte (mol/m³), 17 digits. Linear columns by the formulas of the exact method, competitive ones by the method of lines.
 */
export function gasColumnScipyScript(values: ProblemValues, time: ScriptTimes): string {
  const model = makeGasColumnModel(values)
  const isSpread = model.components.some((component) => component.dispersion > 0)
  const imports = ['import sys', '', 'import numpy as np']
  if (model.competitive) imports.push('from scipy.integrate import solve_ivp')
  else if (!isSpread) imports.push('from scipy.special import ive')
  const body = model.competitive ? scipyMethodOfLines : isSpread ? scipyTransferFunction : scipyClosedForm
  return `#!/usr/bin/env python3
${header(model, isSpread)}
${imports.join('\n')}

${parameters(model)}
${body}
${timesOf(time)}
table = chromatogram(times)
print(",".join(f'"{name}"' if "," in name else name for name in ["t"] + [component[0] for component in components]))
for t, row in zip(times, table):
    print(",".join(f"{value:.17g}" for value in [t, *row]))
sys.stdout.flush()
`
}

function header(model: GasColumnModel, isSpread: boolean): string {
  const velocity = model.variableVelocity
    ? 'u = u0/p, p = sqrt(1 - (1 - p_L^2) x/L): an ideal gas that expands along the column'
    : 'u = u0: constant velocity'
  const method = model.competitive
    ? 'The method of lines: finite volumes, LSODA in time.'
    : isSpread
      ? 'Exact in Laplace space; each peak is the Fourier series of its transfer function.'
      : "Exact: Goldstein's J function as a quadrature that cannot overflow."
  const isotherm = model.competitive ? 'q_t = ka c (1 - sum q/capacity) - kd q' : 'q_t = ka c - kd q'
  return `"""Gas column, written by Isoline. SI units.

c_t + (u c)_x = ${isSpread ? '(D/p c_x)_x ' : ''}- alpha q_t,   ${isotherm},   alpha = 2 film/radius
${velocity}
${method}
Reference: arXiv 2501.00001.
"""`
}

const python = (value: number): string => (Number.isFinite(value) ? String(value) : value > 0 ? 'np.inf' : '-np.inf')

function parameters(model: GasColumnModel): string {
  const columns = model.competitive
    ? '# name, ka (1/s), kd (1/s), concentration (mol/m^3), dispersion at the inlet (m^2/s), capacity (mol/m^3)'
    : '# name, ka (1/s), kd (1/s), concentration (mol/m^3), dispersion at the inlet (m^2/s)'
  const rows = model.components.map((component) => {
    const numbers = [component.ka, component.kd, component.concentration, component.dispersion]
    if (model.competitive) numbers.push(component.capacity ?? Number.POSITIVE_INFINITY)
    return `    (${[JSON.stringify(component.name), ...numbers.map(python)].join(', ')}),`
  })
  return `length = ${python(model.length)}
phase_ratio = 2 * ${python(model.film)} / ${python(model.radius)}
inlet_velocity = ${python(model.inletVelocity)}
pressure_ratio = ${python(model.pressureRatio)}  # outlet over inlet; 1: constant velocity
injection = ${python(model.injection)}
injector_time = ${python(model.injectorTime)}
# Time of an unretained gas: 2 L (1 - p^3) / (3 u0 (1 - p^2)).
hold_up = 2 * length * (1 + pressure_ratio + pressure_ratio**2) / (3 * inlet_velocity * (1 + pressure_ratio))
${columns}
components = [
${rows.join('\n')}
]
`
}

function timesOf(time: ScriptTimes): string {
  if ('at' in time) return `times = np.array([${time.at.map(python).join(', ')}])`
  return `times = np.linspace(${python(time.from)}, ${python(time.to)}, ${time.samples})`
}
