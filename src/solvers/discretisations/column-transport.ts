/** A column with retention, as plain numbers: c_t + (u c)_x = (D c_x)_x − α q_t, clean at the start, fed by an injector. */
export interface ColumnTransport {
  /** m. */
  readonly length: number
  /** u0, m/s. */
  readonly inletVelocity: number
  /** Outlet pressure over inlet pressure, p̂_L; 1 is a constant velocity. û = 1/p̂ (spec: ideal gas, isothermal). */
  readonly pressureRatio: number
  /** α, film volume per gas volume. */
  readonly phaseRatio: number
  /** The injector is fed c0 for 0 < t < injection, s. */
  readonly injection: number
  /** Time constant of an exponential injector, s; 0 is none. */
  readonly injectorTime: number
  readonly components: readonly ColumnComponent[]
}

export interface ColumnComponent {
  readonly name: string
  /** q_t = ka c (1 − Σ q/capacity) − kd q, both 1/s. */
  readonly ka: number
  readonly kd: number
  /** c0, mol/m³ of gas at the inlet. */
  readonly concentration: number
  /** D at the inlet, m²/s; grows as 1/p. */
  readonly dispersion: number
  /** mol/m³ of film; absent: linear. */
  readonly capacity?: number
}

/** What is fed over c0 at `time`, exact; `feeding` says on which side of the switch at t = injection. */
export function inletFraction(transport: ColumnTransport, time: number, feeding: boolean): number {
  const { injection, injectorTime } = transport
  if (injectorTime === 0) return feeding ? 1 : 0
  if (feeding) return -Math.expm1(-Math.max(0, time) / injectorTime)
  const since = (time - injection) / injectorTime
  return since > 45 ? 0 : -Math.expm1(-injection / injectorTime) * Math.exp(-since)
}

/** When nothing is fed any more: below 3e-20 of c0. */
export function inletEnd(transport: ColumnTransport): number {
  return transport.injection + 45 * transport.injectorTime
}

/** ω(L) = ∫ p̂ dx: the length of the column in the coordinate in which the gas moves with the constant speed u0. */
export function stretchedLength({ length, pressureRatio: p }: ColumnTransport): number {
  // 2L(1 − p³)/(3(1 − p²)) without the 0/0 at p = 1.
  return (2 * length * (1 + p + p * p)) / (3 * (1 + p))
}

/** p̂ at ω: from ω = 2L(1 − p̂³)/(3(1 − p_L²)), counted from the outlet, where p̂³ may be below the rounding of 1. */
export function pressureAt(transport: ColumnTransport, omega: number): number {
  const { length, pressureRatio: p } = transport
  const left = Math.max(0, stretchedLength(transport) - omega)
  return Math.cbrt(p * p * p + (1.5 * left * (1 - p * p)) / length)
}

/** x at ω: p̂² = 1 − (1 − p_L²) x/L, written so that equal pressures give x = ω. */
export function positionAt({ length, pressureRatio: p }: ColumnTransport, omega: number): number {
  const fall = 1 - p * p
  if (fall === 0) return omega
  return (-length * Math.expm1((2 / 3) * Math.log1p((-1.5 * omega * fall) / length))) / fall
}

/** dp̂/dω = −(1 − p_L²)/(2 L p̂²). */
export function pressureSlopeAt(transport: ColumnTransport, omega: number): number {
  const { length, pressureRatio: p } = transport
  return -(1 - p * p) / (2 * length * pressureAt(transport, omega) ** 2)
}
