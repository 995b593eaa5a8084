/** What `new typed-ode` prints: every part of the format in one small system. */
export const typedOdeExample = {
  isoline: 1,
  title: 'Lorenz: the strange attractor',
  notes:
    'Convection in a heated layer, cut down to three equations (E. N. Lorenz, J. Atmos. Sci. 20 (1963) 130). For rho above 24.74 the two steady rolls are unstable and the state wanders between them for ever; two runs that differ in the last digit part at about t = 36. The event records the maxima of z: plotted one against the next they lie on a cusp.',
  problem: {
    id: 'typed-ode',
    equations: ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"],
    parameters: {
      sigma: { value: 10, from: 0, to: 20, label: 'Prandtl number' },
      rho: { value: 28, from: 0, to: 60, label: 'Rayleigh number, relative to the onset of convection' },
      beta: '8/3',
    },
    initial: { x: 1, y: 1, z: 1 },
    events: [{ when: 'x*y - beta*z', direction: 'down', do: 'record' }],
  },
  method: { stepper: 'auto', rtol: 1e-9, atol: 1e-12 },
  time: { from: 0, to: 40, samples: 4001 },
} as const
