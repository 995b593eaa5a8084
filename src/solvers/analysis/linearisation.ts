import { eigenvalues as eigenvaluesOf } from '../../kernels/eigen.ts'
import { factorSmall, solveSmall } from '../../kernels/small-dense.ts'

/** A linear system and what its eigenvalues say of the equilibrium. */
export interface Linearisation {
  /** The largest real part first, pairs together. */
  readonly eigenvalues: readonly (readonly [re: number, im: number])[]
  /** "stable node", "saddle", "centre (linear)", …: Strogatz, Nonlinear Dynamics and Chaos, 5.2; Kuznetsov 2.2. */
  readonly kind: string
  readonly isStable: boolean
  /** Eigenvalues with a real part above zero. */
  readonly unstable: number
}

/** Real parts below this part of the largest eigenvalue count as zero. */
const zeroPart = 1e-7

/**
 * The matrix of the linear differential equations: the Jacobian itself, or, where algebraic unknowns (mass 0) are held by constraints
 * of index 1, J_dd − J_da J_aa⁻¹ J_ad of the differential ones.
 * @returns undefined where the constraints do not determine the algebraic unknowns
 */
export function reducedJacobian(
  jacobian: Float64Array,
  size: number,
  mass: Float64Array | undefined,
): { readonly matrix: Float64Array; readonly places: readonly number[] } | undefined {
  const all = Array.from({ length: size }, (_, i) => i)
  if (!mass) return { matrix: jacobian, places: all }
  const places = all.filter((i) => mass[i] !== 0)
  const held = all.filter((i) => mass[i] === 0)
  const [n, m] = [places.length, held.length]
  const factors = factorSmall(
    held.flatMap((i) => held.map((j) => jacobian[i * size + j])),
    m,
  )
  if (factors.sign === 0) return undefined
  const matrix = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    const column = solveSmall(
      factors,
      held.map((i) => jacobian[i * size + places[j]]),
    )
    for (let i = 0; i < n; i++) {
      let sum = jacobian[places[i] * size + places[j]]
      for (let k = 0; k < m; k++) sum -= jacobian[places[i] * size + held[k]] * column[k]
      matrix[i * n + j] = sum
    }
  }
  return { matrix, places }
}

/** Eigenvalues and kind at an equilibrium; undefined where the Jacobian is not finite or constraints do not hold. */
export function linearise(
  jacobian: Float64Array,
  size: number,
  mass: Float64Array | undefined,
): Linearisation | undefined {
  const reduced = reducedJacobian(jacobian, size, mass)
  if (!reduced) return undefined
  const n = reduced.places.length
  const found = n === 0 ? { real: [], imaginary: [] } : eigenvaluesOf(reduced.matrix, n)
  if (!found) return undefined
  const eigenvalues = Array.from(found.real, (re, i) => [re, found.imaginary[i]] as const)
  const largest = Math.max(0, ...eigenvalues.map(([re, im]) => Math.hypot(re, im)))
  const zero = zeroPart * largest
  const unstable = eigenvalues.filter(([re]) => re > zero).length
  const stable = eigenvalues.filter(([re]) => re < -zero).length
  return {
    eigenvalues,
    kind: kindOf(eigenvalues, unstable, stable, zero),
    isStable: n > 0 && stable === n,
    unstable,
  }
}

function kindOf(
  eigenvalues: readonly (readonly [number, number])[],
  unstable: number,
  stable: number,
  zero: number,
): string {
  const n = eigenvalues.length
  const turning = eigenvalues.filter(([, im]) => Math.abs(im) > zero).length
  if (n === 0) return 'held by constraints'
  if (unstable + stable < n) {
    const neutral = eigenvalues.filter(([re]) => Math.abs(re) <= zero)
    const isTurning = neutral.every(([, im]) => Math.abs(im) > zero)
    if (neutral.length === n && isTurning) return 'centre (linear)'
    return isTurning ? 'non-hyperbolic (imaginary pair)' : 'non-hyperbolic (zero eigenvalue)'
  }
  if (unstable > 0 && stable > 0) return n > 2 && turning > 0 ? 'saddle-focus' : 'saddle'
  const word = unstable > 0 ? 'unstable' : 'stable'
  if (turning === 0) return `${word} node`
  return turning === n ? `${word} focus` : `${word} focus-node`
}
