// The stiff test set (Hairer and Wanner, Solving ODEs II, IV.10; Mazzia and Magherini, Test Set for IVP Solvers).
import type { PlainProblem } from './plain-system.ts'

export interface StiffProblem extends PlainProblem {
  readonly initial: readonly number[]
  readonly end: number
}

export const vanDerPol1000: StiffProblem = {
  size: 2,
  initial: [2, 0],
  end: 2000,
  isAutonomous: true,
  rates(_, [x = 0, v = 0], out) {
    out[0] = v
    out[1] = 1000 * (1 - x * x) * v - x
  },
  jacobian(_, [x = 0, v = 0], out) {
    out[0] = 0
    out[1] = 1
    out[2] = -2000 * x * v - 1
    out[3] = 1000 * (1 - x * x)
  },
}

export const vanDerPol1e6: StiffProblem = {
  size: 2,
  initial: [2, 0],
  end: 11,
  isAutonomous: true,
  rates(_, [x = 0, v = 0], out) {
    out[0] = v
    out[1] = ((1 - x * x) * v - x) * 1e6
  },
  jacobian(_, [x = 0, v = 0], out) {
    out[0] = 0
    out[1] = 1
    out[2] = (-2 * x * v - 1) * 1e6
    out[3] = (1 - x * x) * 1e6
  },
}

export const robertson: StiffProblem = {
  size: 3,
  initial: [1, 0, 0],
  end: 1e11,
  isAutonomous: true,
  rates(_, [a = 0, b = 0, c = 0], out) {
    out[0] = -0.04 * a + 1e4 * b * c
    out[1] = 0.04 * a - 1e4 * b * c - 3e7 * b * b
    out[2] = 3e7 * b * b
  },
  jacobian(_, [, b = 0, c = 0], out) {
    out.set([-0.04, 1e4 * c, 1e4 * b, 0.04, -1e4 * c - 6e7 * b, -1e4 * b, 0, 6e7 * b, 0])
  },
}

/** Robertson with the conservation law in place of the third rate: index 1. */
export const robertsonConstrained: StiffProblem = {
  size: 3,
  initial: [1, 0, 0],
  end: 4e10,
  isAutonomous: true,
  mass: Float64Array.of(1, 1, 0),
  rates(_, [a = 0, b = 0, c = 0], out) {
    out[0] = -0.04 * a + 1e4 * b * c
    out[1] = 0.04 * a - 1e4 * b * c - 3e7 * b * b
    out[2] = a + b + c - 1
  },
}

export const hires: StiffProblem = {
  size: 8,
  initial: [1, 0, 0, 0, 0, 0, 0, 0.0057],
  end: 321.8122,
  isAutonomous: true,
  rates(_, [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0], out) {
    out[0] = -1.71 * a + 0.43 * b + 8.32 * c + 0.0007
    out[1] = 1.71 * a - 8.75 * b
    out[2] = -10.03 * c + 0.43 * d + 0.035 * e
    out[3] = 8.32 * b + 1.71 * c - 1.12 * d
    out[4] = -1.745 * e + 0.43 * f + 0.43 * g
    out[5] = -280 * f * h + 0.69 * d + 1.71 * e - 0.43 * f + 0.69 * g
    out[6] = 280 * f * h - 1.81 * g
    out[7] = -280 * f * h + 1.81 * g
  },
}

export const oregonator: StiffProblem = {
  size: 3,
  initial: [1, 2, 3],
  end: 360,
  isAutonomous: true,
  rates(_, [x = 0, y = 0, z = 0], out) {
    out[0] = 77.27 * (y + x * (1 - 8.375e-6 * x - y))
    out[1] = (z - (1 + x) * y) / 77.27
    out[2] = 0.161 * (x - z)
  },
  jacobian(_, [x = 0, y = 0], out) {
    out.set([77.27 * (1 - 1.675e-5 * x - y), 77.27 * (1 - x), 0])
    out.set([-y / 77.27, -(1 + x) / 77.27, 1 / 77.27, 0.161, 0, -0.161], 3)
  },
}

/** u_t = 1 + u²v − 4u + u_xx/50, v_t = 3u − u²v + v_xx/50 on `cells` inner points, interleaved. */
export function brusselatorLine(cells: number): StiffProblem {
  const initial: number[] = []
  for (let i = 1; i <= cells; i++) initial.push(1 + Math.sin((2 * Math.PI * i) / (cells + 1)), 3)
  const diffusion = (cells + 1) ** 2 / 50
  return {
    size: 2 * cells,
    initial,
    end: 10,
    isAutonomous: true,
    rates(_, state, out) {
      for (let i = 0; i < cells; i++) {
        const u = state[2 * i] ?? 0
        const v = state[2 * i + 1] ?? 0
        const left = i > 0 ? 2 * i - 2 : -1
        const right = i < cells - 1 ? 2 * i + 2 : -1
        const uu = (left < 0 ? 1 : (state[left] ?? 0)) + (right < 0 ? 1 : (state[right] ?? 0)) - 2 * u
        const vv = (left < 0 ? 3 : (state[left + 1] ?? 0)) + (right < 0 ? 3 : (state[right + 1] ?? 0)) - 2 * v
        out[2 * i] = 1 + u * u * v - 4 * u + diffusion * uu
        out[2 * i + 1] = 3 * u - u * u * v + diffusion * vv
      }
    },
  }
}

/**
 * u_t = 1 + u²v − 4.4u + Δu/10, v_t = 3.4u − u²v + Δv/10 on the periodic unit square of `side`² points, interleaved, x fastest, up to
 * t = 1.1, where the test set switches a source on. Hairer and Wanner II, IV.10, problem BRUSS-2D.
 */
export function brusselatorSquare(side: number): StiffProblem {
  const initial: number[] = []
  for (let j = 0; j < side; j++)
    for (let i = 0; i < side; i++)
      initial.push(22 * (j / side) * (1 - j / side) ** 1.5, 27 * (i / side) * (1 - i / side) ** 1.5)
  const diffusion = 0.1 * side * side
  return {
    size: 2 * side * side,
    initial,
    end: 1.1,
    isAutonomous: true,
    rates(_, y, out) {
      for (let j = 0; j < side; j++)
        for (let i = 0; i < side; i++) {
          const here = 2 * (j * side + i)
          const near = [
            2 * (j * side + ((i + 1) % side)),
            2 * (j * side + ((i + side - 1) % side)),
            2 * (((j + 1) % side) * side + i),
            2 * (((j + side - 1) % side) * side + i),
          ]
          const [u, v] = [y[here], y[here + 1]]
          const spread = (part: number) => near.reduce((sum, k) => sum + y[k + part], -4 * y[here + part])
          out[here] = 1 + u * u * v - 4.4 * u + diffusion * spread(0)
          out[here + 1] = 3.4 * u - u * u * v + diffusion * spread(1)
        }
    },
  }
}
