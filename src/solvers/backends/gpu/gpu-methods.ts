/** An explicit method as stages: each takes the rates `f` at the newest state and writes the next from older ones (`s0` the step's first). */
export interface GpuMethod {
  readonly id: string
  readonly stages: readonly {
    /** Share of the step at which the rates are taken. */
    readonly time: number
    readonly uses: readonly number[]
    readonly text: string
  }[]
}

/**
 * Methods without error control whose stages are one kernel an unknown. The classical method's last stage sums differences of states, not
 * slopes: those are exact in floating point, and nothing but states is kept. SSPRK(3,3): Shu, Osher, J. Comput. Phys. 77 (1988) 439.
 */
export const gpuMethods: readonly GpuMethod[] = [
  {
    id: 'rk4',
    stages: [
      { time: 0, uses: [0], text: 's0 + 0.5 * dt * f' },
      { time: 0.5, uses: [0], text: 's0 + 0.5 * dt * f' },
      { time: 0.5, uses: [0], text: 's0 + dt * f' },
      { time: 1, uses: [0, 1, 2, 3], text: 's0 + ((((s1 - s0) + 2.0 * (s2 - s0)) + (s3 - s0)) + 0.5 * dt * f) / 3.0' },
    ],
  },
  {
    id: 'ssprk33',
    stages: [
      { time: 0, uses: [0], text: 's0 + dt * f' },
      { time: 1, uses: [0, 1], text: '0.75 * s0 + 0.25 * (s1 + dt * f)' },
      { time: 0.5, uses: [0, 2], text: '(s0 + 2.0 * (s2 + dt * f)) / 3.0' },
    ],
  },
]
