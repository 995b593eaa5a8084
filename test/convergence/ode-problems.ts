import type { PlainProblem } from '../support/plain-system.ts'

/** A problem whose solution is known in closed form. */
export interface SolvedProblem {
  readonly name: string
  readonly problem: PlainProblem
  readonly from: number
  readonly to: number
  solution(time: number): Float64Array
}

/** y' = y cos t, z' = −2 t z²: y = e^{sin t}, z = 1/(1 + t²). Depends on time. */
export const forced: SolvedProblem = {
  name: 'y cos t and −2 t z²',
  problem: {
    size: 2,
    rates(t, y, out) {
      out[0] = y[0] * Math.cos(t)
      out[1] = -2 * t * y[1] * y[1]
    },
    jacobian(t, y, out) {
      out.set([Math.cos(t), 0, 0, -4 * t * y[1]])
    },
    timeDerivative(t, y, out) {
      out[0] = -y[0] * Math.sin(t)
      out[1] = -2 * y[1] * y[1]
    },
  },
  from: 0,
  to: 2,
  solution: (t) => Float64Array.of(Math.exp(Math.sin(t)), 1 / (1 + t * t)),
}

const eccentricity = 0.3

/** Kepler's problem, eccentricity 0.3, started at the pericentre: positions from Kepler's equation. Separable. */
export const kepler: SolvedProblem = {
  name: 'Kepler, eccentricity 0.3',
  problem: {
    size: 4,
    isAutonomous: true,
    rates(_, y, out) {
      const cube = Math.hypot(y[0], y[1]) ** 3
      out[0] = y[2]
      out[1] = y[3]
      out[2] = -y[0] / cube
      out[3] = -y[1] / cube
    },
    separable: {
      positions: 2,
      drift(_, y, out) {
        out[0] = y[2]
        out[1] = y[3]
      },
      kick(_, y, out) {
        const cube = Math.hypot(y[0], y[1]) ** 3
        out[0] = -y[0] / cube
        out[1] = -y[1] / cube
      },
    },
  },
  from: 0,
  to: 3,
  solution(t) {
    let anomaly = t
    for (let k = 0; k < 50; k++)
      anomaly -= (anomaly - eccentricity * Math.sin(anomaly) - t) / (1 - eccentricity * Math.cos(anomaly))
    const minor = Math.sqrt(1 - eccentricity ** 2)
    const rate = 1 / (1 - eccentricity * Math.cos(anomaly))
    return Float64Array.of(
      Math.cos(anomaly) - eccentricity,
      minor * Math.sin(anomaly),
      -rate * Math.sin(anomaly),
      rate * minor * Math.cos(anomaly),
    )
  },
}

/** x'' = −x + cos 2t: x = 4/3 cos t − 1/3 cos 2t + sin t. Separable, with a force that depends on time. */
export const driven: SolvedProblem = {
  name: 'driven oscillator',
  problem: {
    size: 2,
    rates(t, y, out) {
      out[0] = y[1]
      out[1] = -y[0] + Math.cos(2 * t)
    },
    separable: {
      positions: 1,
      drift(_, y, out) {
        out[0] = y[1]
      },
      kick(t, y, out) {
        out[0] = -y[0] + Math.cos(2 * t)
      },
    },
  },
  from: 0,
  to: 5,
  solution: (t) =>
    Float64Array.of(
      (4 / 3) * Math.cos(t) - Math.cos(2 * t) / 3 + Math.sin(t),
      (-4 / 3) * Math.sin(t) + (2 / 3) * Math.sin(2 * t) + Math.cos(t),
    ),
}
