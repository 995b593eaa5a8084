import type { Expression } from '../../expression/expression.ts'
import { ExpressionError } from '../../expression/expression-error.ts'
import { odeJacobian } from '../../expression/jacobian.ts'
import { expressionPython, pythonName } from '../../expression/print.ts'
import type { ScriptTimes } from '../gas-column/scipy-script.ts'
import type { TypedOde } from '../problem.ts'

/** How a typed system is to be solved by SciPy. */
export interface ScipyOptions {
  readonly title: string
  /** The lines as they were typed, for the head of the script. */
  readonly lines: readonly string[]
  readonly stepper: string
  readonly rtol: number
  readonly atol: number | Float64Array
  /** The step of a method without error control. */
  readonly step?: number
  readonly from: number
  readonly to: number
  readonly times: ScriptTimes
}

/** SciPy's method nearest to each of ours; those with a fixed step are followed by its most accurate one. */
const methods: Readonly<Record<string, { readonly id: string; readonly isImplicit: boolean }>> = {
  auto: { id: 'LSODA', isImplicit: true },
  tsit5: { id: 'RK45', isImplicit: false },
  dop853: { id: 'DOP853', isImplicit: false },
  rk4: { id: 'DOP853', isImplicit: false },
  ssprk33: { id: 'DOP853', isImplicit: false },
  verlet: { id: 'DOP853', isImplicit: false },
  yoshida4: { id: 'DOP853', isImplicit: false },
  rkc2: { id: 'BDF', isImplicit: true },
  bdf: { id: 'BDF', isImplicit: true },
}
const implicitMethod = { id: 'Radau', isImplicit: true }

/** Names of the script itself. */
const taken = ['t', 'u', 'np', 'erf', 'sys', 'solve_ivp', 'rates', 'jacobian', 'events', 'times', 'initial', 'run', 'row', 'columns', 'begin', 'fired', 'actions', 'apply', 'matrix', 'make', 'print', 'zip', 'len', 'float', 'range', 'str', 'min', 'max', 'abs'] // biome-ignore format: a list

/** A Python name for every name of the system, each of its own. */
function makeNames({ equations }: TypedOde): (name: string) => string {
  const used = new Set<string>(taken)
  const names = new Map<string, string>([['t', 't']])
  const all = [...equations.unknowns, ...equations.parameters, ...equations.definitions.map(({ name }) => name)]
  for (const name of all) {
    let own = pythonName(name)
    while (used.has(own)) own += '_'
    used.add(own)
    names.set(name, own)
  }
  return (name) => names.get(name) ?? pythonName(name)
}

/** Always with a point or an exponent: NumPy has no negative powers of whole numbers. */
function python(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'np.inf' : '-np.inf'
  return /[.e]/.test(String(value)) ? String(value) : `${value}.0`
}

const list = (values: ArrayLike<number>) => `[${Array.from(values, python).join(', ')}]`

/**
 * A Python program of the same system for python3 with numpy and scipy: it prints CSV, `t` and the columns of scalars.csv, 17 digits,
 * and the events as comments behind it. Implicit methods are given the analytic Jacobian.
 * @throws ExpressionError where SciPy cannot solve such a system
 */
export function typedOdeScipyScript(ode: TypedOde, options: ScipyOptions): string {
  const { equations } = ode
  if (equations.algebraic.some(Boolean))
    throw new ExpressionError(
      'SciPy has no solver for systems with algebraic equations 0 = …; there is no script of this one',
      0,
    )
  const name = makeNames(ode)
  const write = (expression: Expression) => expressionPython(expression, name)
  const isFixed = options.step !== undefined && ['rk4', 'ssprk33', 'verlet', 'yoshida4'].includes(options.stepper)
  const { id, isImplicit } = methods[options.stepper] ?? implicitMethod
  const rtol = isFixed ? 1e-11 : Math.max(options.rtol, 3e-14)
  const atol = isFixed ? '1e-13' : typeof options.atol === 'number' ? python(options.atol) : list(options.atol)
  const size = equations.unknowns.length
  const unpack = `    ${equations.unknowns.map(name).join(', ')}${size === 1 ? ',' : ''} = u`
  const definitions = equations.definitions.map(
    (definition) => `    ${name(definition.name)} = ${write(definition.value)}`,
  )
  const head = [unpack, ...definitions].join('\n')
  const outputs = equations.outputs.slice(0, ode.observed)
  const parameters = equations.parameters.map(
    (parameter, i) => `${name(parameter)} = ${python(ode.parameters[i] ?? 0)}`,
  )
  return `#!/usr/bin/env python3
${heading(options, id, isFixed)}
import sys

import numpy as np
from scipy.integrate import solve_ivp
from scipy.special import erf

${parameters.length > 0 ? `${parameters.join('\n')}\n` : ''}initial = np.array(${list(ode.initial)})
${timesOf(options.times)}
columns = [${[...equations.unknowns, ...outputs.map((output) => output.name)].map((column) => JSON.stringify(column)).join(', ')}]


def rates(t, u):
${head}
    return np.array([
${equations.rates.map((rate) => `        ${write(rate)},`).join('\n')}
    ], dtype=float)

${isImplicit ? jacobianText(ode, head, write) : ''}
def row(t, u):
${head}
    return [*u${outputs.map(({ value }) => `, ${write(value)}`).join('')}]

${ode.events.length > 0 ? eventsText(ode, head, write) : ''}
${ode.events.length > 0 ? eventLoop(id, isImplicit, rtol, atol, options) : plainRun(id, isImplicit, rtol, atol, options)}
print(",".join(f'"{name}"' if "," in name else name for name in ["t"] + columns))
for t, u in rows:
    print(",".join(f"{float(value):.17g}" for value in [t, *row(t, u)]))
${ode.events.length > 0 ? 'for event, t, u in happened:\n    print(f"# event {event} at t = {t:.17g}: " + ", ".join(f"{float(value):.17g}" for value in u))\n' : ''}sys.stdout.flush()
`
}

function heading({ title, lines, stepper, step }: ScipyOptions, id: string, isFixed: boolean): string {
  const plain = (text: string) => text.replace(/\\/g, '\\\\').replace(/"""/g, "'''")
  const method = isFixed
    ? `${stepper} has a fixed step (${step}); SciPy has no such method, so ${id} follows the solution to 11 digits.`
    : `SciPy's ${id} stands for ${stepper}, with the same tolerances a step.`
  return `"""${plain(title)}, written by Isoline.

${lines.map((line) => plain(line)).join('\n')}

${method}
"""`
}

function timesOf(time: ScriptTimes): string {
  if ('at' in time) return `times = np.array(${list(time.at)})`
  return `times = np.linspace(${python(time.from)}, ${python(time.to)}, ${time.samples})`
}

function jacobianText(ode: TypedOde, head: string, write: (expression: Expression) => string): string {
  const size = ode.equations.unknowns.length
  const entries = odeJacobian(ode.equations).map(
    ({ row, column, value }) => `    matrix[${row}, ${column}] = ${write(value)}`,
  )
  return `
def jacobian(t, u):
${head}
    matrix = np.zeros((${size}, ${size}))
${entries.join('\n')}
    return matrix

`
}

const call = (id: string, isImplicit: boolean, rtol: number, atol: string) =>
  `method="${id}"${isImplicit ? ', jac=jacobian' : ''}, rtol=${python(rtol)}, atol=${atol}`

function plainRun(id: string, isImplicit: boolean, rtol: number, atol: string, { from, to }: ScipyOptions): string {
  return `
run = solve_ivp(rates, (${python(from)}, ${python(to)}), initial, ${call(id, isImplicit, rtol, atol)}, t_eval=times)
if not run.success:
    sys.exit(run.message)
rows = list(zip(run.t, run.y.T))
`
}

/** Events as functions, the assignments of each, and what ends the run. */
function eventsText(ode: TypedOde, head: string, write: (expression: Expression) => string): string {
  const { equations, events } = ode
  const directions = { up: 1, down: -1, any: 0 }
  const functions = equations.events.map(({ when, assignments }, i) => {
    const size = equations.unknowns.length
    const values = Array.from({ length: size }, (_, place) => {
      const assigned = assignments.find((assignment) => assignment.unknown === place)
      return assigned ? write(assigned.value) : `u[${place}]`
    })
    const apply =
      assignments.length === 0
        ? ''
        : `

def apply_${i}(t, u):
${head}
    return np.array([${values.join(', ')}], dtype=float)
`
    return `
def event_${i}(t, u):
    if t == begin and fired == ${i}:
        return np.nan  # just handled: it counts again from the next step on
${head}
    value = float(${write(when)})
    return np.nan if t == begin and value == 0 else value


event_${i}.direction = ${directions[events[i]?.direction ?? 'any']}
event_${i}.terminal = ${events[i]?.action === 'record' ? 'False' : 'True'}
${apply}`
  })
  const actions = events.map(({ action }, i) =>
    action === 'assign' ? `apply_${i}` : action === 'stop' ? '"stop"' : 'None',
  )
  return `begin = None
fired = None
${functions.join('\n')}
events = [${events.map((_, i) => `event_${i}`).join(', ')}]
actions = [${actions.join(', ')}]
`
}

function eventLoop(id: string, isImplicit: boolean, rtol: number, atol: string, { from, to }: ScipyOptions): string {
  return `
rows = []
happened = []
begin, u, end = ${python(from)}, initial, ${python(to)}
while True:
    run = solve_ivp(rates, (begin, end), u, ${call(id, isImplicit, rtol, atol)}, dense_output=True, events=events)
    if not run.success:
        sys.exit(run.message)
    reached = run.t[-1]
    found = sorted((float(t), k) for k, at in enumerate(run.t_events) for t in at)
    last = next((k for t, k in reversed(found) if actions[k] is not None), None) if run.status == 1 else None
    for t in times[(times >= begin) & ((times < reached) | (last is None) & (times <= reached))]:
        if not rows or t > rows[-1][0]:
            rows.append((t, run.sol(t)))
    u = run.y[:, -1]
    for t, k in found:
        after = u if actions[k] is None or actions[k] == "stop" else actions[k](t, u)
        happened.append((k, t, run.sol(t) if actions[k] is None else after))
    if last is None:
        break
    fired = last
    begin = reached
    if actions[last] == "stop":
        if reached in times:
            rows.append((reached, u))
        break
    u = actions[last](reached, u)
    if reached >= end:
        rows += [(t, u) for t in times if t >= reached]
        break
`
}
