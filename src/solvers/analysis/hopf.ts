import { eigenvector } from '../../kernels/eigen.ts'
import { dot, factorSmall, multiply, norm, solveSmall } from '../../kernels/small-dense.ts'
import type { VectorField } from './vector-field.ts'

interface ComplexVector {
  readonly re: Float64Array
  readonly im: Float64Array
}

const part = (interleaved: Float64Array, offset: 0 | 1) =>
  Float64Array.from({ length: interleaved.length / 2 }, (_, i) => interleaved[2 * i + offset])

/** Σ p̄ q. */
function product(p: ComplexVector, q: ComplexVector): readonly [number, number] {
  return [dot(p.re, q.re) + dot(p.im, q.im), dot(p.re, q.im) - dot(p.im, q.re)]
}

const combine = (a: Float64Array, x: number, b: Float64Array, y: number) => a.map((value, i) => x * value + y * b[i])

/**
 * The first Lyapunov coefficient at a Hopf point with eigenvalues ±iω: negative where a stable cycle is born (supercritical), positive
 * where an unstable one dies into the equilibrium (subcritical). Kuznetsov, Elements of Applied Bifurcation Theory, (5.62), with ⟨q, q⟩ = 1;
 * second and third derivatives by differences of the Jacobian. The field's parameters are those of the point.
 */
export function firstLyapunov(
  field: VectorField,
  state: Float64Array,
  frequency: number,
): { readonly value: number; readonly isDegenerate: boolean } {
  const { size: n, system } = field
  const jacobian = field.jacobian(state)
  const transposed = Float64Array.from(jacobian, (_, k) => jacobian[(k % n) * n + Math.floor(k / n)])
  const right = eigenvector(system.kernels, jacobian, n, 0, frequency)
  const left = eigenvector(system.kernels, transposed, n, 0, -frequency)
  const q: ComplexVector = { re: part(right, 0), im: part(right, 1) }
  const raw: ComplexVector = { re: part(left, 0), im: part(left, 1) }
  // ⟨p, q⟩ = 1: p is divided by the conjugate of what it gives.
  const [re, im] = product(raw, q)
  const square = re * re + im * im
  const p: ComplexVector = {
    re: combine(raw.re, re / square, raw.im, -im / square),
    im: combine(raw.re, im / square, raw.im, re / square),
  }
  const size = Math.max(norm(state), 1e-3)
  const moved = (direction: Float64Array, step: number) =>
    field.jacobian(state.map((value, i) => value + step * direction[i]))
  /** B(direction, ·) and C(direction, direction, ·) as matrices. */
  const along = (direction: Float64Array) => {
    const length = norm(direction)
    if (length < 1e-14) return { second: new Float64Array(n * n), third: new Float64Array(n * n) }
    const [small, large] = [(6e-6 * size) / length, (3e-4 * size) / length]
    const [ahead, behind] = [moved(direction, small), moved(direction, -small)]
    const [far, back] = [moved(direction, large), moved(direction, -large)]
    return {
      second: ahead.map((value, k) => (value - behind[k]) / (2 * small)),
      third: far.map((value, k) => (value - 2 * jacobian[k] + back[k]) / (large * large)),
    }
  }
  const a = along(q.re)
  const b = along(q.im)
  const aa = multiply(a.second, n, q.re)
  const bb = multiply(b.second, n, q.im)
  const ab = multiply(a.second, n, q.im)
  // C(q, q, q̄) = (C(a, a, ·) + C(b, b, ·)) q for q = a + ib.
  const cubic = a.third.map((value, k) => value + b.third[k])
  const first: ComplexVector = { re: multiply(cubic, n, q.re), im: multiply(cubic, n, q.im) }
  // B(q, A⁻¹ B(q, q̄)); the inner one is real.
  const inner = solveSmall(factorSmall(jacobian, n), combine(aa, 1, bb, 1))
  const second: ComplexVector = { re: multiply(a.second, n, inner), im: multiply(b.second, n, inner) }
  // B(q̄, (2iω − A)⁻¹ B(q, q)) as a real system of twice the size.
  const double = new Float64Array(4 * n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      double[i * 2 * n + j] = -jacobian[i * n + j]
      double[(n + i) * 2 * n + n + j] = -jacobian[i * n + j]
    }
    double[i * 2 * n + n + i] = -2 * frequency
    double[(n + i) * 2 * n + i] = 2 * frequency
  }
  const rightSide = new Float64Array(2 * n)
  rightSide.set(combine(aa, 1, bb, -1))
  rightSide.set(ab.map((value) => 2 * value), n) // biome-ignore format: one call
  const solved = solveSmall(factorSmall(double, 2 * n), rightSide)
  const [zr, zi] = [solved.slice(0, n), solved.slice(n)]
  const third: ComplexVector = {
    re: combine(multiply(a.second, n, zr), 1, multiply(b.second, n, zi), 1),
    im: combine(multiply(a.second, n, zi), 1, multiply(b.second, n, zr), -1),
  }
  const terms = [product(p, first)[0], -2 * product(p, second)[0], product(p, third)[0]]
  const sum = terms.reduce((total, term) => total + term, 0)
  const largest = Math.max(...terms.map(Math.abs))
  // Zero as far as differences of the Jacobian can tell: a centre, or a Bautin point.
  return { value: sum / (2 * frequency), isDegenerate: !(Math.abs(sum) > 1e-5 * largest) }
}
