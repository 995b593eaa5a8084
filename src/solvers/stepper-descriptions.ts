import { isDiagonal, type SystemFacts } from './system-facts.ts'

/** What a method in time is and whom it serves, without what computes it: the page lists and chooses by this alone. */
export interface StepperDescription {
  readonly id: string
  readonly title: string
  readonly order: number
  readonly kind: 'explicit' | 'stabilised' | 'implicit' | 'additive' | 'multistep' | 'exponential' | 'symplectic'
  /** With error control; otherwise `method.step` is asked for. */
  readonly isAdaptive: boolean
  /** Made for stiff systems. */
  readonly isStiff: boolean
  /** Mass matrices and algebraic unknowns of index 1. */
  readonly takesMass: boolean
  /** The smallest relative tolerance it can keep; 1e-14 where absent, near the last digit of float64. */
  readonly leastTolerance?: number
  /** When to use it, one or two sentences; the paper. */
  readonly help: string
  readonly reference: string
  /** Why it cannot serve this system ("needs q' = …(p), p' = …(q)"); undefined where it can. */
  refuse(system: SystemFacts): string | undefined
}

/** Of a method for y' = f(t, y): there are algebraic unknowns. */
function refuseMass({ mass }: SystemFacts): string | undefined {
  if (mass?.some((value) => value === 0)) return 'it cannot hold algebraic constraints (0 = …); radau5, rodas5p and bdf can'
  if (mass?.some((value) => value !== 1)) return 'it cannot use a mass matrix; radau5, rodas5p and bdf can'
  return undefined
} // biome-ignore format: sentences

/** Of a linearly implicit multistep method. */
function refuseUnsplit({ split, mass }: SystemFacts): string | undefined {
  if (!split) return 'it needs a system that falls into a stiff and a non-stiff part; radau5, rodas5p and bdf take any'
  if (mass?.some((value) => value !== 1)) return 'it cannot use a mass matrix; radau5, rodas5p, bdf and kencarp4 can'
  return undefined
} // biome-ignore format: sentences

/** Of a symplectic composition. */
function refuseInseparable({ separable }: SystemFacts): string | undefined {
  return separable
    ? undefined
    : "it needs positions and momenta apart: q' a function of p alone, p' of q alone (x'' = f(x, t) without x')"
}

/** Functions of a matrix that is not diagonal take n³ work and each stage n²; up to so many unknowns. */
const mostFullExponential = 400

function refuseWithoutLinear({ split, mass, size }: SystemFacts): string | undefined {
  if (!split?.linear) return "it needs y' = L y + N(t, y) with constant L; kencarp4 takes any split system"
  if (mass?.some((value) => value !== 1)) return 'it cannot use a mass matrix; radau5, rodas5p, bdf and kencarp4 can'
  if (split.linear.kind !== 'blocks' && !isDiagonal(split.linear) && size > mostFullExponential)
    return `it forms the exponential of a full matrix and takes at most ${mostFullExponential} unknowns, this has ${size}; cnab2, sbdf2 or kencarp4 can`
  return undefined
} // biome-ignore format: sentences

const serves = () => undefined

/** The integrators by id, in the order of a list for people. What computes them is in `steppers/`, joined in `catalogue.ts`. */
export const stepperDescriptions = {
  auto: {
    id: 'auto',
    title: 'Chosen for the problem, and again when it turns stiff',
    order: 5,
    kind: 'explicit',
    isAdaptive: true,
    isStiff: true,
    takesMass: true,
    help: 'Begins with dop853 (tsit5 at loose tolerances), notices when steps are bound by stability and goes on with a stiff method; the run says which, when and why.',
    reference: 'L. Petzold, SIAM J. Sci. Stat. Comput. 4 (1983) 136; E. Hairer, G. Wanner, Solving ODEs II, IV.2',
    refuse: serves,
  },
  tsit5: {
    id: 'tsit5',
    title: 'Tsit5, Runge–Kutta of order 5(4)',
    order: 5,
    kind: 'explicit',
    isAdaptive: true,
    isStiff: false,
    takesMass: false,
    help: 'For smooth systems that are not stiff, at relative tolerances of 1e-2 to 1e-7. The usual first choice.',
    reference: 'Ch. Tsitouras, Comput. Math. Appl. 62 (2011) 770',
    refuse: refuseMass,
  },
  dop853: {
    id: 'dop853',
    title: 'DOP853, Runge–Kutta of order 8(5,3)',
    order: 8,
    kind: 'explicit',
    isAdaptive: true,
    isStiff: false,
    takesMass: false,
    help: 'For smooth systems that are not stiff, at relative tolerances below 1e-7: orbits, chaos, reference solutions.',
    reference:
      'E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, 2nd ed., II.5 and II.10',
    refuse: refuseMass,
  },
  rk4: {
    id: 'rk4',
    title: 'Classical Runge–Kutta of order 4, fixed step',
    order: 4,
    kind: 'explicit',
    isAdaptive: false,
    isStiff: false,
    takesMass: false,
    help: 'The method of textbooks, with a step you choose and no check of the error. For comparison and for steps set by something else.',
    reference: 'W. Kutta, Z. Math. Phys. 46 (1901) 435',
    refuse: refuseMass,
  },
  ssprk33: {
    id: 'ssprk33',
    title: 'Strong-stability-preserving Runge–Kutta of order 3, fixed step',
    order: 3,
    kind: 'explicit',
    isAdaptive: false,
    isStiff: false,
    takesMass: false,
    help: 'For transport with limiters, where no step may create overshoots: it keeps what a step of explicit Euler of the same size keeps.',
    reference: 'C.-W. Shu, S. Osher, J. Comput. Phys. 77 (1988) 439',
    refuse: refuseMass,
  },
  rkc2: {
    id: 'rkc2',
    title: 'Runge–Kutta–Chebyshev of order 2, stabilised',
    order: 2,
    kind: 'stabilised',
    isAdaptive: true,
    isStiff: true,
    takesMass: false,
    help: 'For large systems that are stiff by diffusion (eigenvalues near the negative real axis): many cheap stages instead of a linear solve. At moderate tolerances.',
    reference: 'B. P. Sommeijer, L. F. Shampine, J. G. Verwer, J. Comput. Appl. Math. 88 (1998) 315',
    refuse: refuseMass,
  },
  radau5: {
    id: 'radau5',
    title: 'Radau IIA of order 5',
    order: 5,
    kind: 'implicit',
    isAdaptive: true,
    isStiff: true,
    takesMass: true,
    help: 'For stiff and very stiff systems, oscillating ones too, and for algebraic unknowns; the most dependable at rtol below 1e-5. Large dense systems cost much: three unknowns in one are solved for.',
    reference:
      'E. Hairer and G. Wanner, Solving Ordinary Differential Equations II, 2nd ed., Springer 1996, section IV.8',
    refuse: serves,
  },
  rodas5p: {
    id: 'rodas5p',
    title: 'Rodas5P, Rosenbrock method of order 5(4)',
    order: 5,
    kind: 'implicit',
    isAdaptive: true,
    isStiff: true,
    takesMass: true,
    help: 'For small and middle-sized stiff systems at moderate tolerance, with algebraic unknowns too: eight linear solves a step with one factorisation and no iteration that could fail. Wants an exact Jacobian.',
    reference: 'G. Steinebach, BIT Numer. Math. 63 (2023) 27',
    refuse: serves,
  },
  bdf: {
    id: 'bdf',
    title: 'BDF of variable order 1 to 5',
    order: 5,
    kind: 'multistep',
    isAdaptive: true,
    isStiff: true,
    takesMass: true,
    help: 'For stiff systems with smooth solutions, the cheapest by rates and factorisations and so the choice for large ones; loses order after every event. Strongly oscillating stiff systems are better with Radau.',
    reference: 'A. C. Hindmarsh et al., ACM Trans. Math. Softw. 31 (2005) 363 (CVODE)',
    refuse: serves,
  },
  kencarp4: {
    id: 'kencarp4',
    title: 'KenCarp4, additive Runge–Kutta of order 4(3)',
    order: 4,
    kind: 'additive',
    isAdaptive: true,
    isStiff: true,
    takesMass: true,
    help: 'For systems that fall into a stiff and a non-stiff part (diffusion with reaction), and for large stiff systems at moderate tolerance: one real factorisation serves five stages.',
    reference: 'C. A. Kennedy and M. H. Carpenter, Appl. Numer. Math. 44 (2003) 139, ARK4(3)6L[2]SA',
    refuse: serves,
  },
  cnab2: {
    id: 'cnab2',
    title: 'CNAB2, Crank–Nicolson and Adams–Bashforth of order 2',
    order: 2,
    kind: 'additive',
    isAdaptive: false,
    isStiff: true,
    takesMass: false,
    help: 'Fixed steps; one evaluation of the non-stiff part and one linear solve each. For waves with weak damping; very stiff modes ring instead of dying out: then SBDF2.',
    reference: 'U. M. Ascher, S. J. Ruuth and B. T. R. Wetton, SIAM J. Numer. Anal. 32 (1995) 797',
    refuse: refuseUnsplit,
  },
  sbdf2: {
    id: 'sbdf2',
    title: 'SBDF2, semi-implicit backward differences of order 2',
    order: 2,
    kind: 'additive',
    isAdaptive: false,
    isStiff: true,
    takesMass: false,
    help: 'Fixed steps; one evaluation of the non-stiff part and one linear solve each. Damps stiff modes strongly: diffusion with reaction, with steps that only the reaction limits.',
    reference: 'U. M. Ascher, S. J. Ruuth and B. T. R. Wetton, SIAM J. Numer. Anal. 32 (1995) 797',
    refuse: refuseUnsplit,
  },
  etdrk4: {
    id: 'etdrk4',
    title: 'ETDRK4, exponential Runge–Kutta of order 4',
    order: 4,
    kind: 'exponential',
    isAdaptive: false,
    isStiff: true,
    takesMass: false,
    help: "Fixed steps, for y' = L y + N(t, y) with a constant L that is stiff or oscillates fast and is solved exactly: spectral methods, semilinear reaction and diffusion.",
    reference:
      'S. M. Cox and P. C. Matthews, J. Comput. Phys. 176 (2002) 430; A.-K. Kassam and L. N. Trefethen, SIAM J. Sci. Comput. 26 (2005) 1214',
    refuse: refuseWithoutLinear,
  },
  'euler-maruyama': {
    id: 'euler-maruyama',
    title: 'Euler–Maruyama for white noise, fixed step',
    order: 1,
    kind: 'additive',
    isAdaptive: false,
    isStiff: true,
    takesMass: false,
    help: 'For equations with white noise in the sense of Itô; a stiff linear part is treated exactly (spectral methods) or by the trapezoidal rule, so that linear modes have the right variance at every step. Weak order 1. The path is drawn from the seed.',
    reference:
      'G. Maruyama, Rend. Circ. Mat. Palermo 4 (1955) 48; A. Jentzen and P. E. Kloeden, Proc. R. Soc. A 465 (2009) 649',
    refuse: (system) =>
      system.noise
        ? refuseMass(system)
        : 'it is for equations with white noise, and these have none; tsit5 and others can',
  },
  verlet: {
    id: 'verlet',
    title: 'Störmer–Verlet, symplectic of order 2, fixed step',
    order: 2,
    help: 'For mechanical systems over long times: the energy error stays bounded. One force a step; needs forces that depend on positions alone.',
    reference: 'E. Hairer, Ch. Lubich, G. Wanner, Acta Numer. 12 (2003) 399',
    kind: 'symplectic',
    isAdaptive: false,
    isStiff: false,
    takesMass: false,
    refuse: refuseInseparable,
  },
  yoshida4: {
    id: 'yoshida4',
    title: 'Yoshida, symplectic of order 4, fixed step',
    order: 4,
    help: 'For mechanical systems over long times where Verlet is not accurate enough. Three forces a step; needs forces that depend on positions alone.',
    reference: 'H. Yoshida, Phys. Lett. A 150 (1990) 262',
    kind: 'symplectic',
    isAdaptive: false,
    isStiff: false,
    takesMass: false,
    refuse: refuseInseparable,
  },
  taylor: {
    id: 'taylor',
    title: 'Taylor series in double-double arithmetic, order from the tolerance',
    // At a tolerance of 1e-30.
    order: 36,
    kind: 'explicit',
    isAdaptive: true,
    isStiff: false,
    takesMass: false,
    leastTolerance: 1e-31,
    help: 'The adaptive reference for bodies under gravity: 30 digits a step, so that orbits through close encounters come out right to the last digit of what is saved. Needs a system that knows its own series, as n-body does.',
    reference: 'À. Jorba, M. Zou, Exp. Math. 14 (2005) 99; T. J. Dekker, Numer. Math. 18 (1971) 224',
    refuse: (system) =>
      system.taylor
        ? undefined
        : 'it needs the power series of the solution, which only n-body (up to 64 bodies) has; dop853 at a small tolerance is next',
  },
} as const satisfies Readonly<Record<string, StepperDescription>>

/** The integrators in the order of a list for people. */
export const odeStepperDescriptions: readonly StepperDescription[] = Object.values(stepperDescriptions)

/** The description of the integrator of that id. */
export function describeStepper(id: string): StepperDescription | undefined {
  return odeStepperDescriptions.find((stepper) => stepper.id === id)
}
