/** A gas column of two components in 200 cells and 101 times: the file that the tests of this folder change. */
export function gasColumn(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    isoline: 1,
    title: 'Two components',
    problem: {
      id: 'gas-column',
      parameters: {
        temperature: 353.15,
        inletPressure: 4.01e5,
        outletPressure: 1.013e5,
        length: 20,
        radius: 9e-5,
        film: 1e-6,
        inletVelocity: 0.41,
        injection: 4,
      },
      components: [
        { name: 'benzene', ka: 579, kd: 5.299, concentration: 2.732e-6 },
        { name: 'toluene', K: 256.73, kd: 11.502, concentration: 2.732e-6 },
      ],
    },
    time: { to: 400, samples: 101 },
    ...change,
  }
}
