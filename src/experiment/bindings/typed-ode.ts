import type { TypedOde } from '../../pde/problem.ts'
import { factsOfEquations } from '../../solvers/equation-structure.ts'
import type { Binding, BindingRequest, Prepared } from './binding.ts'
import { odeStudies } from './ode-studies.ts'
import { unitWarnings } from './ode-units.ts'
import { checkStepper, readStepped, steppedWhy } from './stepped.ts'

function prepareTime(ode: TypedOde, request: BindingRequest): Prepared {
  const { unknowns } = ode.equations
  const stepped = readStepped(request, unknowns)
  if (stepped.stepper !== 'auto') checkStepper(stepped.stepper, factsOfEquations(ode.equations))
  const size = unknowns.length
  return {
    stepper: stepped.stepper,
    ...(stepped.step === undefined ? {} : { step: stepped.step }),
    memoryBytes: 1e6 + 8 * size * 40 + 16 * Math.min(size, 1000) ** 2,
    why: [...steppedWhy(stepped, unknowns), ...unitWarnings(ode, request.units, request.timeUnit)],
  }
}

/** The studies of a typed system by id: a new one is a line here and in makers/typed-ode.ts, and one in experiment/studies.ts. */
const studies: Readonly<
  Record<string, (ode: TypedOde, request: BindingRequest) => Prepared | { readonly refused: string }>
> = {
  time: prepareTime,
  ...odeStudies,
}

const integrate: Binding = {
  problem: 'typed-ode',
  method: 'integrate',
  studies: Object.keys(studies),
  prepare(request) {
    const { ode } = request.values
    const prepareStudy = studies[request.study.type]
    if (!ode) return { refused: 'there are no equations' }
    return prepareStudy ? prepareStudy(ode, request) : { refused: `it has no study "${request.study.type}"` }
  },
}

export const typedOdeBindings: readonly Binding[] = [integrate]
