// Three-stage Radau IIA in transformed variables w = T⁻¹ z. Hairer and Wanner, Solving ODEs II, IV.8 and the program RADAU5.
// Vectors of three lie `stride` bytes apart; of `w` the first is the real system's, the others the complex one's.
import { cell } from '../lanes'

// T and its inverse, for which T⁻¹ A⁻¹ T = diag(real, [[alpha, −beta], [beta, alpha]]).
const T11 = 9.1232394870892942792e-2, T12 = -0.14125529502095420843, T13 = -3.0029194105147424492e-2
const T21 = 0.24171793270710701896, T22 = 0.20412935229379993199, T23 = 0.38294211275726193779
const T31 = 0.96604818261509293619
const I11 = 4.325579890063155351, I12 = 0.33919925181580986954, I13 = 0.54177053993587487119
const I21 = -4.1787185915519047273, I22 = -0.32768282076106238708, I23 = 0.47662355450055045196
const I31 = -0.50287263494578687595, I32 = 2.5719269498556054292, I33 = -0.59603920482822492497
const ROOT6 = 2.449489742783178
const C1 = (4.0 - ROOT6) / 10.0, C2 = (4.0 + ROOT6) / 10.0

/**
 * Starting values from the last step's polynomial, at `ratio` = new step / old step: w, z and the states of the stages.
 * `ratio` 0: zeros. `polynomial`: three vectors, the coefficients behind the value.
 */
export function radauStart(
  ratio: f64, polynomial: usize, state: usize, w: usize, z: usize, stages: usize, stride: i32, n: i32,
): void {
  const s1 = C1 * ratio, s2 = C2 * ratio, two = stride + stride
  for (let i = 0; i < n; i++) {
    const y = load<f64>(cell(state, i))
    const a = load<f64>(cell(polynomial, i)), b = load<f64>(cell(polynomial + stride, i))
    const c = load<f64>(cell(polynomial + two, i))
    const z1 = s1 * (a + (s1 - (C2 - 1.0)) * (b + (s1 - (C1 - 1.0)) * c))
    const z2 = s2 * (a + (s2 - (C2 - 1.0)) * (b + (s2 - (C1 - 1.0)) * c))
    const z3 = ratio * (a + (ratio - (C2 - 1.0)) * (b + (ratio - (C1 - 1.0)) * c))
    store<f64>(cell(z, i), z1)
    store<f64>(cell(z + stride, i), z2)
    store<f64>(cell(z + two, i), z3)
    store<f64>(cell(w, i), I11 * z1 + I12 * z2 + I13 * z3)
    store<f64>(cell(w + stride, i), I21 * z1 + I22 * z2 + I23 * z3)
    store<f64>(cell(w + two, i), I31 * z1 + I32 * z2 + I33 * z3)
    store<f64>(cell(stages, i), y + z1)
    store<f64>(cell(stages + stride, i), y + z2)
    store<f64>(cell(stages + two, i), y + z3)
  }
}

/** Right sides of the two systems of one Newton step from the rates of the stages; `complex` is interleaved. */
export function radauResidual(
  rates: usize, w: usize, stride: i32, mass: usize, gamma: f64, alpha: f64, beta: f64, real: usize, complex: usize, n: i32,
): void {
  const two = stride + stride
  for (let i = 0; i < n; i++) {
    const f1 = load<f64>(cell(rates, i)), f2 = load<f64>(cell(rates + stride, i)), f3 = load<f64>(cell(rates + two, i))
    const m = mass ? load<f64>(cell(mass, i)) : 1.0
    const w1 = m * load<f64>(cell(w, i)), w2 = m * load<f64>(cell(w + stride, i)), w3 = m * load<f64>(cell(w + two, i))
    store<f64>(cell(real, i), I11 * f1 + I12 * f2 + I13 * f3 - gamma * w1)
    store<f64>(cell(complex, 2 * i), I21 * f1 + I22 * f2 + I23 * f3 - alpha * w2 + beta * w3)
    store<f64>(cell(complex, 2 * i + 1), I31 * f1 + I32 * f2 + I33 * f3 - alpha * w3 - beta * w2)
  }
}

/** Adds the changes to w, then z = T w and the states of the stages. Returns the weighted norm of the change. */
export function radauUpdate(
  real: usize, complex: usize, state: usize, w: usize, z: usize, stages: usize, stride: i32, weights: usize, n: i32,
): f64 {
  const two = stride + stride
  let sum = 0.0
  for (let i = 0; i < n; i++) {
    const y = load<f64>(cell(state, i)), s = load<f64>(cell(weights, i))
    const d1 = load<f64>(cell(real, i)), d2 = load<f64>(cell(complex, 2 * i)), d3 = load<f64>(cell(complex, 2 * i + 1))
    sum += (d1 * d1 + d2 * d2 + d3 * d3) * (s * s)
    const w1 = load<f64>(cell(w, i)) + d1, w2 = load<f64>(cell(w + stride, i)) + d2, w3 = load<f64>(cell(w + two, i)) + d3
    store<f64>(cell(w, i), w1)
    store<f64>(cell(w + stride, i), w2)
    store<f64>(cell(w + two, i), w3)
    const z1 = T11 * w1 + T12 * w2 + T13 * w3, z2 = T21 * w1 + T22 * w2 + T23 * w3, z3 = T31 * w1 + w2
    store<f64>(cell(z, i), z1)
    store<f64>(cell(z + stride, i), z2)
    store<f64>(cell(z + two, i), z3)
    store<f64>(cell(stages, i), y + z1)
    store<f64>(cell(stages + stride, i), y + z2)
    store<f64>(cell(stages + two, i), y + z3)
  }
  return Math.sqrt(sum / (3.0 * n))
}

/** polynomial ← Newton's form of the collocation polynomial behind the end point, in s = (t − t₁)/h. */
export function radauPolynomial(z: usize, polynomial: usize, stride: i32, n: i32): void {
  const two = stride + stride
  for (let i = 0; i < n; i++) {
    const z1 = load<f64>(cell(z, i)), z2 = load<f64>(cell(z + stride, i)), z3 = load<f64>(cell(z + two, i))
    const a = (z2 - z3) / (C2 - 1.0), between = (z1 - z2) / (C1 - C2)
    const b = (between - a) / (C1 - 1.0)
    store<f64>(cell(polynomial, i), a)
    store<f64>(cell(polynomial + stride, i), b)
    store<f64>(cell(polynomial + two, i), b - (between - z1 / C1) / C2)
  }
}
