import type { Quantity } from '../core/field.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Plan } from './plan.ts'

/** The outcome of a plan before its first step. */
export function firstOutcome(
  plan: Plan,
  versions: Readonly<Record<string, string>>,
  scalars: readonly Quantity[],
): Outcome {
  return {
    status: 'running',
    method: plan.method,
    ...(plan.space === undefined ? {} : { space: plan.space }),
    stepper: plan.stepper,
    backend: plan.backend,
    compute: plan.compute,
    why: plan.why,
    seconds: { wall: 0, cpu: 0 },
    steps: 0,
    rejected: 0,
    evaluations: 0,
    errors: {},
    invariants: {},
    metrics: {},
    events: [],
    versions,
    seed: plan.seed,
    scalars,
  }
}
