import { type InputError, InvalidInput, invalid } from '../core/errors.ts'
import { suggestName } from '../core/nearest.ts'
import type { Outcome } from '../core/outcome.ts'
import type { MethodDescription, ParameterValues, Problem, ProblemValues } from '../pde/problem.ts'
import { backends } from '../solvers/backends.ts'
import { odeStepperDescriptions } from '../solvers/stepper-descriptions.ts'
import type { BindingRequest, Prepared } from './bindings/binding.ts'
import { bindings } from './bindings/catalogue.ts'
import { computeOf } from './bindings/compute.ts'
import { fillDefaults } from './defaults.ts'
import type { Experiment } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { limits } from './limits.ts'
import { problemOf, type ResolvedTime, resolveParameters, resolveTimeSection, tryResolveProblem } from './resolve.ts'
import { unavailable } from './unavailable.ts'

/** Everything decided before the first step. */
export interface Plan {
  /** Exactly what runs, every default filled in, each value in the form it was given: `experiment.json`. */
  readonly experiment: Experiment
  readonly problem: Problem
  readonly values: ProblemValues
  readonly method: string
  readonly stepper: string
  readonly space?: string
  readonly backend: string
  readonly compute: Outcome['compute']
  /** Time step where it is known beforehand, s. */
  readonly step?: number
  /** Rough memory of the run. */
  readonly memoryBytes: number
  /** Why this method, and what was chosen; sentences for people. */
  readonly why: readonly string[]
  readonly time: ResolvedTime
  readonly times: Float64Array
  readonly seed: number
  /** The problem has an exact solution, and the method is another. */
  readonly isExactKnown: boolean
  /** What was asked of the method: what computes it (`run-plan.ts`) begins here. */
  readonly request: BindingRequest
}

/** Fields of `method` that are not options of a method. */
const ownFields = ['id', 'stepper', 'space', 'backend']
/** Fields beside them of methods with an integrator inside, whose shape is not that of a plain option. */
const steppedFields = ['atol', 'nonNegative']

/**
 * Decides how an experiment is computed: resolves its numbers, picks the method (`auto`: the exact solution where there is one,
 * else the first numerical method that serves) and says why.
 * @throws InvalidInput naming every field that is wrong or names something that cannot serve, and the remedy
 */
export function plan(experiment: Experiment, inputs: Inputs): Plan {
  const errors: InputError[] = [...unavailable(experiment)]
  const problem = problemOf(experiment)
  const { values, errors: wrong } = tryResolveProblem(experiment, inputs)
  errors.push(...wrong)
  const time = collect(errors, () => resolveTimeSection(experiment))
  const backend = collect(errors, () => chooseBackend(experiment))
  if (errors.length > 0 || !time || backend === undefined) throw new InvalidInput(errors)
  const chosen = chooseMethod(experiment, problem, values, time)
  const { prepared, method } = chosen
  if (!method.isStepped) checkNamed(experiment, 'stepper', prepared.stepper, method.id)
  checkNamed(experiment, 'space', prepared.space ?? 'none', method.id)
  const columns = values.components.length + (values.ode?.equations.unknowns.length ?? 0)
  const memoryBytes = prepared.memoryBytes + time.times.length * 8 * (1 + columns)
  if (memoryBytes > limits.memoryBytes)
    throw invalid(
      experiment.method?.cells === undefined ? 'time.samples' : 'method.cells',
      `the run would need about ${(memoryBytes / 1024 ** 3).toFixed(1)} GB of memory; ${limits.memoryBytes / 1024 ** 3} GB are allowed. Save fewer times or use fewer cells`,
    )
  const { stepper, space, step, isExactKnown = false } = prepared
  if (backend !== 'wasm' && prepared.backend !== backend)
    throw invalid('method.backend', `"${backend}" does not serve this problem in this version; use "wasm" or "auto"`)
  return {
    experiment: fillDefaults(experiment, problem, method),
    problem,
    values,
    method: method.id,
    stepper,
    ...(space === undefined ? {} : { space }),
    backend,
    compute: prepared.compute ?? computeOf('wasm'),
    ...(step === undefined ? {} : { step }),
    memoryBytes,
    why: [...chosen.why, ...prepared.why],
    time,
    times: time.times,
    seed: experiment.seed ?? 0,
    isExactKnown,
    request: chosen.request,
  }
}

function collect<T>(errors: InputError[], work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    errors.push(...error.errors)
    return undefined
  }
}

function chooseBackend(experiment: Experiment): string {
  const asked = experiment.method?.backend ?? 'auto'
  if (asked === 'auto') return 'wasm'
  const known = backends.find((backend) => backend.id === asked)
  if (known) return known.id
  throw invalid(
    'method.backend',
    `there is no backend "${String(asked)}"${suggestName(
      String(asked),
      backends.map((b) => b.id),
    )}`,
  )
}

/** A named stepper or space that is not what would run is an error, never a silent substitute. */
function checkNamed(experiment: Experiment, field: 'stepper' | 'space', runs: string, method: string): void {
  const asked = experiment.method?.[field]
  if (asked === undefined || asked === 'auto' || asked === runs) return
  const known = field === 'stepper' ? odeStepperDescriptions.map((stepper) => stepper.id) : undefined
  if (known && !known.includes(String(asked)))
    throw invalid('method.stepper', `there is no stepper "${String(asked)}"${suggestName(String(asked), known)}`)
  throw invalid(
    `method.${field}`,
    `"${String(asked)}" does not serve the method ${method}, which has "${runs}"; write "auto" or "${runs}"`,
  )
}

interface Choice {
  readonly method: MethodDescription
  readonly request: BindingRequest
  readonly prepared: Prepared
  readonly why: readonly string[]
}

function requestOf(
  experiment: Experiment,
  problem: Problem,
  method: MethodDescription,
  values: ProblemValues,
  time: ResolvedTime,
): BindingRequest {
  return {
    values,
    options: resolveOptions(experiment, problem, method),
    method: experiment.method ?? {},
    study: experiment.study ?? { type: 'time' },
    units: new Map(problem.parameters.map(({ name, unit }) => [name, unit])),
    ranges: new Map(problem.parameters.flatMap(({ name, slider }) => (slider ? [[name, slider]] : []))),
    from: time.from,
    to: time.to,
    timeUnit: time.unit,
    times: time.times,
    seed: experiment.seed ?? 0,
  }
}

function prepare(
  experiment: Experiment,
  problem: Problem,
  method: MethodDescription,
  values: ProblemValues,
  time: ResolvedTime,
): { readonly request: BindingRequest; readonly prepared: Prepared } | { readonly refused: string } {
  const binding = bindings.find((b) => b.problem === problem.id && b.method === method.id)
  if (!binding) return { refused: `${method.id} is not available in this version` }
  const request = requestOf(experiment, problem, method, values, time)
  const prepared = binding.prepare(request)
  return 'refused' in prepared ? prepared : { request, prepared }
}

function fieldsOf(method: MethodDescription): readonly string[] {
  return [...method.options.map((option) => option.name), ...(method.isStepped ? steppedFields : [])]
}

/** The options of a method from the experiment; those of the problem's other methods are let pass (`why` names them). */
function resolveOptions(experiment: Experiment, problem: Problem, method: MethodDescription): ParameterValues {
  const errors: InputError[] = []
  const values = resolveParameters(experiment.method ?? {}, method.options, [], ['method'], errors)
  const known = new Set([...ownFields, ...problem.methods.flatMap(fieldsOf)])
  for (const name of Object.keys(experiment.method ?? {}))
    if (!known.has(name))
      errors.push({ path: `method.${name}`, message: `no method of ${problem.id} takes "${name}"; remove it` })
  if (errors.length > 0) throw new InvalidInput(errors)
  return values
}

function unusedOptions(experiment: Experiment, method: MethodDescription): readonly string[] {
  const used = new Set([...ownFields, ...fieldsOf(method)])
  const unused = Object.keys(experiment.method ?? {}).filter((name) => !used.has(name))
  return unused.length === 0
    ? []
    : [`${unused.join(' and ')} ${unused.length === 1 ? 'plays' : 'play'} no part in ${method.id}`]
}

function chooseMethod(experiment: Experiment, problem: Problem, values: ProblemValues, time: ResolvedTime): Choice {
  const asked = experiment.method?.id ?? 'auto'
  const ids = problem.methods.map((m) => m.id)
  if (asked !== 'auto') {
    const method = problem.methods.find((m) => m.id === asked)
    if (!method)
      throw invalid(
        'method.id',
        `${problem.id} has no method "${String(asked)}"${suggestName(String(asked), ['auto', ...ids])}`,
      )
    const made = prepare(experiment, problem, method, values, time)
    if ('refused' in made)
      throw invalid(
        'method.id',
        `"${method.id}" cannot serve: ${made.refused}. Write "auto"${
          ids.length > 1
            ? ` or ${ids
                .filter((id) => id !== method.id)
                .map((id) => `"${id}"`)
                .join(', ')}`
            : ''
        }`,
      )
    return { method, ...made, why: [`${method.id} was asked for`, ...unusedOptions(experiment, method)] }
  }
  const reasons: string[] = []
  for (const method of problem.methods) {
    const made = prepare(experiment, problem, method, values, time)
    if ('refused' in made) reasons.push(`not ${method.id}: ${made.refused}`)
    else
      return {
        method,
        ...made,
        why: [
          ...reasons,
          `${method.id} was chosen${reasons.length === 0 ? ': the first choice, and it applies' : ''}`,
          ...unusedOptions(experiment, method),
        ],
      }
  }
  throw invalid('method.id', `no method of ${problem.id} can serve: ${reasons.join('; ')}`)
}
