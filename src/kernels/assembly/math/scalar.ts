// Functions of one or two float64. All but erf are AssemblyScript's own, ports of musl and of ARM's optimized routines.

export function exp(x: f64): f64 { return NativeMath.exp(x) }
export function log(x: f64): f64 { return NativeMath.log(x) }
export function sin(x: f64): f64 { return NativeMath.sin(x) }
export function cos(x: f64): f64 { return NativeMath.cos(x) }
export function tan(x: f64): f64 { return NativeMath.tan(x) }
export function asin(x: f64): f64 { return NativeMath.asin(x) }
export function acos(x: f64): f64 { return NativeMath.acos(x) }
export function atan(x: f64): f64 { return NativeMath.atan(x) }
export function atan2(y: f64, x: f64): f64 { return NativeMath.atan2(y, x) }
export function sinh(x: f64): f64 { return NativeMath.sinh(x) }
export function cosh(x: f64): f64 { return NativeMath.cosh(x) }
export function tanh(x: f64): f64 { return NativeMath.tanh(x) }

/** As Math.pow: a base of ±1 to an infinite or undefined power is NaN. */
export function pow(x: f64, y: f64): f64 {
  return NativeMath.pow(x, y)
}

export { erf } from './erf'
