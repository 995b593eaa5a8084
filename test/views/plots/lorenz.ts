/** The Lorenz system by RK4 with a step of 0.005: a curve for pictures, not for numbers. */
export function lorenzRun(count = 2001) {
  const rates = ([x = 0, y = 0, z = 0]: readonly number[]) => [10 * (y - x), x * (28 - z) - y, x * y - (8 / 3) * z]
  const along = (state: readonly number[], rate: readonly number[], h: number) =>
    state.map((value, i) => value + h * (rate[i] ?? 0))
  const step = 0.005
  const times = new Float64Array(count)
  const values = new Float64Array(3 * count)
  let state: readonly number[] = [1, 1, 1]
  for (let i = 0; i < count; i++) {
    times[i] = i * step
    values.set(state, 3 * i)
    const k1 = rates(state)
    const k2 = rates(along(state, k1, step / 2))
    const k3 = rates(along(state, k2, step / 2))
    const k4 = rates(along(state, k3, step))
    state = state.map(
      (value, j) => value + (step / 6) * ((k1[j] ?? 0) + 2 * (k2[j] ?? 0) + 2 * (k3[j] ?? 0) + (k4[j] ?? 0)),
    )
  }
  const scalars = ['x', 'y', 'z'].map((name) => ({ name, unit: '1' }))
  return { name: 'Run 1', scalars, samples: { times, values }, colour: 0 } as const
}
