import type { Experiment, FitSection, FreeParameter } from '../../experiment/experiment.ts'

/** Whether the fit may change the value at this PATH. */
export function isFree(experiment: Experiment, path: string): boolean {
  return experiment.fit?.free[path] !== undefined
}

/** The experiment with the PATH made free, or fixed where it was free. */
export function freePath(experiment: Experiment, path: string, how: FreeParameter = {}): Experiment {
  const { free = {}, ...rest }: Partial<FitSection> = experiment.fit ?? {}
  if (free[path] === undefined) return { ...experiment, fit: { ...rest, free: { ...free, [path]: how } } }
  const kept = Object.fromEntries(Object.entries(free).filter(([name]) => name !== path))
  return { ...experiment, fit: { ...rest, free: kept } }
}

/** The experiment with bounds, spacing or locality of a free PATH changed; an empty text takes the bound away. */
export function changeFree(experiment: Experiment, path: string, change: Partial<FreeParameter>): Experiment {
  const section = experiment.fit
  const old = section?.free[path]
  if (!section || !old) return experiment
  const merged = Object.fromEntries(
    Object.entries({ ...old, ...change }).filter(([, value]) => value !== undefined && value !== '' && value !== false),
  )
  return { ...experiment, fit: { ...section, free: { ...section.free, [path]: merged } } }
}
