import type { Experiment } from '../../experiment/experiment.ts'

/** Problems to begin from, smallest first: what stands in `problem` and `time`. */
export interface FieldTemplate {
  readonly id: string
  readonly title: string
  readonly problem: Omit<Experiment['problem'], 'id'>
  readonly time: NonNullable<Experiment['time']>
}

const square = (points: number, to = 1) => ({ x: { from: 0, to, points }, y: { from: 0, to, points } })
const periodicPlane = { x: 'periodic', y: 'periodic' } as const
const bump = 'exp(-((x - 0.5)^2 + (y - 0.5)^2)/0.01)'

/** Heat that spreads from the middle of a square. */
export const heat: FieldTemplate = {
  id: 'heat',
  title: 'Heat',
  problem: { equations: ['u_t = D*laplacian(u)'], parameters: { D: { value: 0.01, from: 0, to: 0.1 } }, domain: square(129), initial: { u: bump } },
  time: { to: 5, samples: 101 },
} // biome-ignore format: a table

export const fieldTemplates: readonly FieldTemplate[] = [
  heat,
  {
    id: 'wave',
    title: 'Wave',
    problem: { equations: ['u_tt = c^2*laplacian(u)'], parameters: { c: { value: 1, from: 0, to: 3 } }, domain: square(129), boundary: { x: 'u = 0', y: 'u = 0' }, initial: { u: bump } },
    time: { to: 4, samples: 101 },
  },
  {
    id: 'reaction-diffusion',
    title: 'Two reacting substances',
    problem: {
      equations: ['u_t = Du*laplacian(u) + a - u + u^2*v', 'v_t = Dv*laplacian(v) + b - u^2*v'],
      parameters: { Du: 1, Dv: 40, a: { value: 0.1, from: 0, to: 0.5 }, b: { value: 0.9, from: 0.5, to: 1.5 } },
      domain: square(96, 50),
      boundary: periodicPlane,
      initial: { u: '1 + 0.05*normal', v: '0.9 + 0.05*normal' },
    },
    time: { to: 100, samples: 101 },
  },
  {
    id: 'advection',
    title: 'Advection in a vortex',
    problem: {
      equations: ['u_t = D*laplacian(u) - vx*u_x - vy*u_y', 'vx = sin(pi*x)*cos(pi*y)', 'vy = -cos(pi*x)*sin(pi*y)'],
      parameters: { D: { value: 0.002, from: 0, to: 0.02 } },
      domain: square(129, 2),
      boundary: periodicPlane,
      initial: { u: 'exp(-((x - 0.5)^2 + (y - 0.7)^2)/0.01)' },
    },
    time: { to: 4, samples: 101 },
  },
  {
    id: 'burgers',
    title: 'Burgers on an interval',
    problem: { equations: ['u_t = nu*u_xx - u*u_x'], parameters: { nu: { value: 0.01, from: 0.002, to: 0.1 } }, domain: { x: { from: 0, to: '2*pi', points: 256 } }, boundary: { x: 'periodic' }, initial: { u: 'sin(x)' } },
    time: { to: 3, samples: 101 },
  },
  {
    id: 'poisson',
    title: 'Poisson',
    problem: { equations: ['0 = laplacian(p) + f', 'f = exp(-((x - 0.3)^2 + (y - 0.6)^2)/0.01)'], parameters: {}, domain: square(129), boundary: { x: 'p = 0', y: 'p = 0' }, initial: {} },
    time: { to: 1 },
  },
  {
    id: 'noise',
    title: 'Driven by noise',
    problem: {
      equations: ['u_t = D*laplacian(u) + u - u^3 + s*white'],
      parameters: { D: { value: 0.5, from: 0.1, to: 2 }, s: { value: 0.3, from: 0, to: 1 } },
      domain: square(96, 60),
      boundary: periodicPlane,
      initial: { u: '0.1*normal' },
    },
    time: { to: 30, samples: 61 },
  },
] // biome-ignore format: a table

/** The experiment that a template makes. */
export function experimentOf({ title, problem, time }: FieldTemplate): Experiment {
  return { isoline: 1, title, problem: { id: 'typed-pde', ...problem }, time }
}
