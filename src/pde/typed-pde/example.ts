/** What `new typed-pde` prints: every part of the format in one small problem. */
export const typedPdeExample = {
  isoline: 1,
  title: 'Gray–Scott: spots that divide',
  notes:
    'A substance u is fed and eaten by v, which makes more of itself and dies (P. Gray and S. K. Scott, Chem. Eng. Sci. 39 (1984) 1087). Both diffuse. With these numbers the square fills with spots that grow and divide (J. E. Pearson, Science 261 (1993) 189). The random numbers break the symmetry of the start; another seed gives another pattern of the same kind.',
  seed: 7,
  problem: {
    id: 'typed-pde',
    equations: ['u_t = Du*laplacian(u) - u*v^2 + F*(1 - u)', 'v_t = Dv*laplacian(v) + u*v^2 - (F + k)*v'],
    parameters: {
      Du: 2e-5,
      Dv: 1e-5,
      F: { value: 0.037, from: 0.01, to: 0.08, label: 'Feed' },
      k: { value: 0.06, from: 0.04, to: 0.07, label: 'Decay' },
    },
    domain: { x: { from: 0, to: 2.5, points: 128 }, y: { from: 0, to: 2.5, points: 128 } },
    boundary: { x: 'periodic', y: 'periodic' },
    initial: {
      u: '1 - 0.5*(abs(x - 1.25) < 0.15 and abs(y - 1.25) < 0.15) + 0.01*normal',
      v: '0.25*(abs(x - 1.25) < 0.15 and abs(y - 1.25) < 0.15)',
    },
  },
  method: { space: 'auto', stepper: 'auto', backend: 'auto' },
  time: { to: 2000, samples: 21 },
  observe: { total: 'integral(v)' },
} as const
