// The ODE test set as text, with its reference end values (test/reference/ode, 113-bit arithmetic).
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const reference = join(dirname(fileURLToPath(import.meta.url)), '../test/reference/ode')
const ends = JSON.parse(readFileSync(join(reference, 'end-values.json'), 'utf8'))
const square = JSON.parse(readFileSync(join(reference, 'brusselator-2d-32.json'), 'utf8'))

const endOf = (id, t) => {
  const row = ends[id].reference.find((one) => one.t === t)
  return { wanted: row.y.map(Number), index: row.index ?? row.y.map((_, i) => i) }
}

const bodies = [1, 2, 3, 4, 5, 6, 7]
/** Σ_j m_j (z_j − z_i)/r³ for the seven bodies of mass 1 … 7. */
const pull = (z, i) =>
  bodies
    .filter((j) => j !== i)
    .map((j) => `${j}*(${z}${j} - ${z}${i})/((x${j} - x${i})^2 + (y${j} - y${i})^2)^1.5`)
    .join(' + ')
const pleiadesX = [3, 3, -1, -3, 2, -2, 2]
const pleiadesY = [3, -3, 2, 0, 0, -4, 4]
const pleiadesU = [0, 0, 0, 0, 0, 1.75, -1.5]
const pleiadesV = [0, 0, 0, -1.25, 1, 0, 0]

function brusselatorLine() {
  const c = (501 * 501) / 50
  const equations = []
  for (let i = 1; i <= 500; i++) {
    const [ul, ur] = [i > 1 ? `u${i - 1}` : '1', i < 500 ? `u${i + 1}` : '1']
    const [vl, vr] = [i > 1 ? `v${i - 1}` : '3', i < 500 ? `v${i + 1}` : '3']
    equations.push(`u${i}' = 1 + u${i}^2*v${i} - 4*u${i} + ${c}*(${ul} - 2*u${i} + ${ur})`)
    equations.push(`v${i}' = 3*u${i} - u${i}^2*v${i} + ${c}*(${vl} - 2*v${i} + ${vr})`)
  }
  const initial = equations.map((_, k) => (k % 2 ? 3 : 1 + Math.sin((2 * Math.PI * (k / 2 + 1)) / 501)))
  return { equations, initial }
}

function brusselatorSquare() {
  const [n, c] = [32, 0.1 * 32 * 32]
  const at = (i, j) => ((j + n) % n) * n + ((i + n) % n)
  const [equations, initial] = [[], []]
  for (let j = 0; j < n; j++)
    for (let i = 0; i < n; i++) {
      const [k, x, y] = [at(i, j), i / n, j / n]
      const near = [at(i + 1, j), at(i - 1, j), at(i, j + 1), at(i, j - 1)]
      const sum = (name) => near.map((m) => `${name}${m}`).join(' + ')
      const force = (x - 0.3) ** 2 + (y - 0.6) ** 2 <= 0.01 ? ' + 5*(t >= 1.1)' : ''
      equations.push(`u${k}' = 1 + u${k}^2*v${k} - 4.4*u${k} + ${c}*(${sum('u')} - 4*u${k})${force}`)
      equations.push(`v${k}' = 3.4*u${k} - u${k}^2*v${k} + ${c}*(${sum('v')} - 4*v${k})`)
      initial.push(22 * y * (1 - y) ** 1.5, 27 * x * (1 - x) ** 1.5)
    }
  return { equations, initial }
}

const squareEnd = () => {
  const { points } = square.out.find((one) => one.N === 32 && one.t === 11.5)
  const [wanted, index] = [[], []]
  for (const [x, y, u, v] of points) {
    const k = 2 * (Math.round(32 * y) * 32 + Math.round(32 * x))
    wanted.push(Number(u), Number(v))
    index.push(k, k + 1)
  }
  return { wanted, index }
}

const nu = 1 - 0.012277471
const arenstorf = [
  "x' = u",
  "y' = v",
  `u' = x + 2*v - ${nu}*(x + mu)/a - mu*(x - ${nu})/b`,
  `v' = y - 2*u - ${nu}*y/a - mu*y/b`,
  'mu = 0.012277471',
  'a = ((x + mu)^2 + y^2)^1.5',
  `b = ((x - ${nu})^2 + y^2)^1.5`,
]
const arenstorfStart = [0.994, 0, 0, Number('-2.00158510637908252240537862224')]

const polluRates = [
  '.35*y1', '26.6*y2*y4', '12300*y5*y2', '8.6e-4*y7', '8.2e-4*y7', '15000*y7*y6', '1.3e-4*y9', '24000*y9*y6', '16500*y11*y2',
  '9000*y11*y1', '.022*y13', '12000*y10*y2', '1.88*y14', '16300*y1*y6', '4.8e6*y3', '3.5e-4*y4', '.0175*y4', '1e8*y16', '4.44e11*y16',
  '1240*y17*y6', '2.1*y19', '5.78*y19', '.0474*y1*y4', '1780*y19*y1', '3.12*y20',
] // biome-ignore format: a table
const polluSums = [
  '-r1 - r10 - r14 - r23 - r24 + r2 + r3 + r9 + r11 + r12 + r22 + r25', '-r2 - r3 - r9 - r12 + r1 + r21', '-r15 + r1 + r17 + r19 + r22',
  '-r2 - r16 - r17 - r23 + r15', '-r3 + 2*r4 + r6 + r7 + r13 + r20', '-r6 - r8 - r14 - r20 + r3 + 2*r18', '-r4 - r5 - r6 + r13',
  'r4 + r5 + r6 + r7', '-r7 - r8', '-r12 + r7 + r9', '-r9 - r10 + r8 + r11', 'r9', '-r11 + r10', '-r13 + r12', 'r14', '-r18 - r19 + r16',
  '-r20', 'r20', '-r21 - r22 - r24 + r23 + r25', '-r25 + r24',
] // biome-ignore format: a table
const pollu = [
  ...polluSums.map((sum, i) => `y${i + 1}' = ${sum}`),
  ...polluRates.map((rate, i) => `r${i + 1} = ${rate}`),
]
const polluStart = [0, 0.2, 0, 0.04, 0, 0, 0.1, 0.3, 0.01, 0, 0, 0, 0, 0, 0, 0, 0.007, 0, 0, 0]
/** SciPy's Radau and LSODA at a tolerance of 1e-12 agree to 4e-12, and with the reference of the Bari/CWI test set. */
const polluEnd = [
  0.0564625548002, 0.134248413042, 4.1397343311e-9, 0.00552314020748, 2.0189772623e-7, 1.46454186349e-7, 0.0778424911900, 0.32450753534,
  0.00749401338388, 1.6222931573e-8, 1.13586383326e-8, 0.00223050597572, 2.0871628828e-4, 1.39692101684e-5, 0.0089648848569,
  4.35284636933e-18, 0.00689921969626, 1.00780303737e-4, 1.77214651397e-6, 5.68294329232e-5,
] // biome-ignore format: a table

/**
 * `scale`: the absolute tolerance is rtol × scale, for us and for every peer: the largest component over the run, but where components
 * differ by many powers of ten what Hairer and Wanner take (Solving ODEs II, IV.10). `each`: the error is the root mean square of
 * every component's own relative error, else that of the whole vector.
 */
export const problems = [
  { id: 'lorenz', kind: 'non-stiff', to: 10, scale: 40, equations: ["x' = 10*(y - x)", "y' = x*(28 - z) - y", "z' = x*y - 8/3*z"], initial: [1, 1, 1] },
  { id: 'lotka', kind: 'non-stiff', to: 10, scale: 8, equations: ["x' = 1.5*x - x*y", "y' = -3*y + x*y"], initial: [1, 1] },
  { id: 'pleiades', kind: 'non-stiff', to: 3, scale: 10, initial: [...pleiadesX, ...pleiadesY, ...pleiadesU, ...pleiadesV],
    equations: [...bodies.map((i) => `x${i}' = u${i}`), ...bodies.map((i) => `y${i}' = v${i}`), ...bodies.map((i) => `u${i}' = ${pull('x', i)}`), ...bodies.map((i) => `v${i}' = ${pull('y', i)}`)] },
  { id: 'arenstorf', kind: 'non-stiff', to: Number("17.0652165601579625588917206249"), scale: 5, equations: arenstorf, initial: arenstorfStart, end: { wanted: arenstorfStart, index: [0, 1, 2, 3] } },
  { id: 'vdp1000', kind: 'stiff', to: 2000, scale: 2, equations: ["y1' = y2", "y2' = 1000*(1 - y1^2)*y2 - y1"], initial: [2, 0] },
  { id: 'vdp1e6', kind: 'stiff', to: 11, scale: 2, equations: ["y1' = y2", "y2' = ((1 - y1^2)*y2 - y1)/1e-6"], initial: [2, 0] },
  { id: 'robertson', kind: 'stiff', to: 1e11, scale: 1e-6, each: true, equations: ["y1' = -0.04*y1 + 1e4*y2*y3", "y2' = 0.04*y1 - 1e4*y2*y3 - 3e7*y2^2", "y3' = 3e7*y2^2"], initial: [1, 0, 0] },
  { id: 'hires', kind: 'stiff', to: 321.8122, scale: 1e-4, each: true, initial: [1, 0, 0, 0, 0, 0, 0, 0.0057],
    equations: ["y1' = -1.71*y1 + 0.43*y2 + 8.32*y3 + 0.0007", "y2' = 1.71*y1 - 8.75*y2", "y3' = -10.03*y3 + 0.43*y4 + 0.035*y5", "y4' = 8.32*y2 + 1.71*y3 - 1.12*y4", "y5' = -1.745*y5 + 0.43*y6 + 0.43*y7", "y6' = -280*y6*y8 + 0.69*y4 + 1.71*y5 - 0.43*y6 + 0.69*y7", "y7' = 280*y6*y8 - 1.81*y7", "y8' = -280*y6*y8 + 1.81*y7"] },
  { id: 'orego', kind: 'stiff', to: 360, scale: 1e-6, each: true, equations: ["y1' = 77.27*(y2 + y1*(1 - 8.375e-6*y1 - y2))", "y2' = (y3 - (1 + y1)*y2)/77.27", "y3' = 0.161*(y1 - y3)"], initial: [1, 2, 3] },
  { id: 'pollu', kind: 'stiff', to: 60, scale: 0.3, equations: pollu, initial: polluStart, end: { wanted: polluEnd, index: polluEnd.map((_, i) => i) } },
  { id: 'bruss1d', kind: 'large', to: 10, scale: 4, ...brusselatorLine() },
  { id: 'bruss2d', kind: 'large', to: 11.5, scale: 10, ...brusselatorSquare(), end: squareEnd() },
].map((problem) => ({ end: problem.end ?? endOf(problem.id, problem.to), ...problem })) // biome-ignore format: a table

/** Error of the end values: see `each`. */
export function endError({ end: { wanted, index }, each = false }, y) {
  let [top, bottom] = [0, 0]
  wanted.forEach((want, k) => {
    const error = y[index[k]] - want
    top += each ? (error / want) ** 2 : error ** 2
    bottom += each ? 1 : want ** 2
  })
  const error = Math.sqrt(top / bottom)
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
}
