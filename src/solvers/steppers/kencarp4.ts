import type { AdditiveTableau } from './additive-runge-kutta.ts'

/**
 * KenCarp4: order 4 with an embedded order 3, six stages, the implicit half L-stable and stiffly accurate, both halves with the
 * same weights, so that every linear invariant (mass) is kept to rounding. For rates that fall into a non-stiff part (transport)
 * and a stiff one solved cell by cell (exchange with the film).
 * Kennedy and Carpenter, Appl. Numer. Math. 44 (2003) 139, ARK4(3)6L[2]SA.
 */
export const kencarp4: AdditiveTableau = {
  id: 'kencarp4',
  title: 'KenCarp4, additive Runge–Kutta of order 4(3)',
  order: 4,
  embeddedOrder: 3,
  gamma: 1 / 4,
  nodes: [0, 1 / 2, 83 / 250, 31 / 50, 17 / 20, 1],
  explicit: [
    [],
    [1 / 2],
    [13861 / 62500, 6889 / 62500],
    [-116923316275 / 2393684061468, -2731218467317 / 15368042101831, 9408046702089 / 11113171139209],
    [
      -451086348788 / 2902428689909,
      -2682348792572 / 7519795681897,
      12662868775082 / 11960479115383,
      3355817975965 / 11060851509271,
    ],
    [
      647845179188 / 3216320057751,
      73281519250 / 8382639484533,
      552539513391 / 3454668386233,
      3354512671639 / 8306763924573,
      4040 / 17871,
    ],
  ],
  implicit: [
    [],
    [1 / 4],
    [8611 / 62500, -1743 / 31250],
    [5012029 / 34652500, -654441 / 2922500, 174375 / 388108],
    [15267082809 / 155376265600, -71443401 / 120774400, 730878875 / 902184768, 2285395 / 8070912],
    [82889 / 524892, 0, 15625 / 83664, 69875 / 102672, -2260 / 8211],
  ],
  weights: [82889 / 524892, 0, 15625 / 83664, 69875 / 102672, -2260 / 8211, 1 / 4],
  embedded: [
    4586570599 / 29645900160,
    0,
    178811875 / 945068544,
    814220225 / 1159782912,
    -3700637 / 11593932,
    61727 / 225920,
  ],
}
