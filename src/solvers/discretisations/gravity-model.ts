import type { SystemFacts } from '../system-facts.ts'

/** Bodies that attract each other. Coordinates of one body lie side by side, as they are written. */
export interface GravityModel {
  readonly dimension: 2 | 3
  /** G. */
  readonly gravity: number
  /** ε of Plummer's potential −G m_i m_j / √(d² + ε²); 0 for point masses. */
  readonly softening: number
  readonly masses: Float64Array
}

/** Above this many bodies the series of all pairs take more than some 10 MB. */
const seriesBodies = 64

/** Whether the system of a model gives the power series of its solution. */
export const hasSeries = ({ masses }: GravityModel): boolean => masses.length <= seriesBodies

/** What decides which steppers can serve the bodies of a model. */
export function gravityFacts(model: GravityModel): SystemFacts {
  const positions = model.dimension * model.masses.length
  return { size: 2 * positions, separable: { positions }, ...(hasSeries(model) ? { taylor: {} } : {}) }
}
