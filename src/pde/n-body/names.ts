const axes = ['x', 'y', 'z']

const numbers = (bodies: number) => Array.from({ length: bodies }, (_, body) => body + 1)

/** Coordinates and velocities in the order of the state: x1 x2 … y1 y2 …, then vx1 vx2 …. */
export function coordinateNames(dimension: number, bodies: number): readonly string[] {
  return ['', 'v'].flatMap((prefix) =>
    axes.slice(0, dimension).flatMap((axis) => numbers(bodies).map((body) => `${prefix}${axis}${body}`)),
  )
}

/** Coordinates and velocities in the order of the columns: x1 y1 x2 y2 …, then vx1 vy1 …. */
export function columnNames(dimension: number, bodies: number): readonly string[] {
  return ['', 'v'].flatMap((prefix) =>
    numbers(bodies).flatMap((body) => axes.slice(0, dimension).map((axis) => `${prefix}${axis}${body}`)),
  )
}

/** Every column that a run can have without observed outputs. */
export function scalarNames(dimension: number, bodies: number): readonly string[] {
  return ['energy', 'angularMomentum', ...columnNames(dimension, bodies), 'step', 'nearest']
}
