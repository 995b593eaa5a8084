import { domainSize } from '../../core/domain.ts'
import { invalid } from '../../core/errors.ts'
import { suggestName } from '../../core/nearest.ts'
import { refuseChebyshev } from '../discretisations/chebyshev/ends.ts'
import { type SpectralFit, spectralFit } from '../discretisations/fourier/spectral-fit.ts'
import { chooseFieldStepper, type StepperChoice } from './choose-stepper.ts'
import type { SpaceId, SpaceOptions } from './discretised-fields.ts'
import { type EquationFacts, equationFacts } from './equation-facts.ts'
import { fieldMemory, mostMemory } from './field-memory.ts'
import { fieldWarnings } from './field-warnings.ts'
import type { SpaceRequest } from './space-request.ts'

/** How it is discretised, and why. */
export interface SpaceChoice extends StepperChoice {
  readonly space: SpaceId
  readonly options: SpaceOptions
  /** Bytes of the arena, roughly. */
  readonly memoryBytes: number
  readonly isTimeless: boolean
}

interface SpaceKind {
  readonly id: SpaceId
  readonly title: string
  /** Why it cannot serve; undefined where it can. */
  refuse(facts: EquationFacts, request: SpaceRequest, fit: SpectralFit): string | undefined
}

/** A series that does not fit the sides. */
function refuseSeries(id: SpaceId, fit: SpectralFit): string | undefined {
  if ('refusal' in fit) return fit.refusal
  return fit.space === id ? undefined : `with these sides the series is "${fit.space}"`
}

/** Every discretisation, the order is that of a list for people. */
const spaceKinds: readonly SpaceKind[] = [
  { id: 'fourier', title: 'Fourier pseudo-spectral', refuse: (_, __, fit) => refuseSeries('fourier', fit) },
  { id: 'cosine', title: 'Cosine pseudo-spectral', refuse: (_, __, fit) => refuseSeries('cosine', fit) },
  { id: 'sine', title: 'Sine pseudo-spectral', refuse: (_, __, fit) => refuseSeries('sine', fit) },
  {
    id: 'chebyshev',
    title: 'Chebyshev collocation',
    refuse: (facts, { domain, hasRegion, equations, parameters }) =>
      domain.axes.length > 1 || hasRegion
        ? 'it is for one axis'
        : facts.isPeriodic
          ? 'it is for an axis with two ends; of a periodic one it is fourier'
          : facts.isRadial
            ? 'it is not made for a distance from the centre'
            : facts.hasNoise
              ? 'its points are too near each other at the ends for white noise'
              : refuseChebyshev({ equations, parameters, domain, seed: 0 }),
  },
  { id: 'finite-difference', title: 'Finite differences', refuse: () => undefined },
  {
    id: 'finite-volume',
    title: 'Finite volumes',
    refuse: (facts, { hasRegion }) =>
      facts.isTimeless
        ? 'it is for what changes in time'
        : hasRegion
          ? 'it is made for whole boxes, not for a region inside one'
          : facts.isRadial
            ? 'it is not made for a distance from the centre'
            : facts.linearOrder > 2 || facts.restOrder > 2
              ? 'it knows fluxes of first and second order, and these equations have derivatives of higher order'
              : undefined,
  },
]

/** Ids and titles for lists. */
export const spaceCatalogue = spaceKinds.map(({ id, title }) => ({ id, title }))

/** Why a discretisation cannot serve a study of rest. */
function refuseAtRest(id: SpaceId): string | undefined {
  return id === 'finite-difference' || id === 'chebyshev' ? undefined : 'a study of rest needs the Jacobian of values at points, and its unknowns are others'
} // biome-ignore format: a sentence

interface Wish {
  readonly id: SpaceId
  readonly reason: string
}

const seriesReasons = {
  fourier: 'every axis is periodic and the equations are smooth: the error falls faster than any power of the spacing',
  cosine:
    'the slope is zero at every end that is not periodic, and the equations keep that: a series of cosines does so exactly',
  sine: 'the values at the ends are zero or have zero slope, and the equations keep that: a series of sines does so exactly',
} as const

/** What suits, best first. */
function wishes(facts: EquationFacts, { hasRegion, isAtRest }: SpaceRequest, fit: SpectralFit): readonly Wish[] {
  if (isAtRest && !hasRegion)
    return [{ id: 'finite-difference', reason: 'their Jacobian is sparse, and studies of rest live on it' }]
  const list: Wish[] = []
  if (facts.shocks.length > 0 && !facts.hasNoise)
    list.push({ id: 'finite-volume', reason: `nothing smooths ${facts.shocks.join(', ')} while it is carried: finite volumes keep jumps and shocks in it free of oscillation` }) // biome-ignore format: one sentence
  else if (
    'space' in fit &&
    fit.lost.length === 0 &&
    facts.corners.length === 0 &&
    facts.linearOrder + facts.restOrder > 0
  )
    list.push({ id: fit.space, reason: seriesReasons[fit.space] })
  const why = hasRegion
    ? 'a region of the box is kept'
    : facts.isRadial
      ? 'the solution depends on the distance from the centre'
      : facts.hasAlgebraic
        ? 'there are constraints to be solved at every time'
        : facts.corners.length > 0
          ? `the equations have corners or jumps (${facts.corners.join(', ')})`
          : facts.isPeriodic
            ? 'the axes are periodic'
            : 'the sides have conditions of their own'
  list.push({ id: 'finite-difference', reason: `${why}: finite differences serve everything` })
  return list
}

/** Order of accuracy: fourth where the solution is smooth up to the sides, else second. */
function chooseOrder(space: SpaceId, facts: EquationFacts, { options, hasRegion, domain }: SpaceRequest): number | undefined {
  const { order } = options
  if (space === 'finite-difference') {
    if (order === undefined) return hasRegion || facts.isRadial || facts.corners.length > 0 || domain.axes.length > 2 ? 2 : 4
    if (order !== 2 && order !== 4) throw invalid('method.order', `finite differences are of order 2 or 4, not ${order}`)
    return order
  }
  if (space === 'finite-volume') {
    if (order !== undefined && order !== 2 && order !== 5) throw invalid('method.order', `finite volumes are of order 2 (TVD) or 5 (WENO5-Z), not ${order}`)
    return order ?? 5
  }
  if (order !== undefined) throw invalid('method.order', `${space} has no order: its error falls faster than any power of the spacing. Remove the field, or write "space": "finite-difference"`)
  return undefined
} // biome-ignore format: sentences

function chooseId(facts: EquationFacts, request: SpaceRequest, fit: SpectralFit): Wish {
  if (request.space === 'auto') {
    for (const wish of wishes(facts, request, fit))
      if (spaceKinds.find(({ id }) => id === wish.id)?.refuse(facts, request, fit) === undefined) return wish
    throw new Error('finite differences serve everything, and were refused')
  }
  const kind = spaceKinds.find(({ id }) => id === request.space)
  if (!kind)
    throw invalid('method.space', `there is no space "${request.space}"${suggestName(request.space, ['auto', ...spaceKinds.map(({ id }) => id)])}`)
  const refused = (request.isAtRest ? refuseAtRest(kind.id) : undefined) ?? kind.refuse(facts, request, fit)
  if (refused !== undefined)
    throw invalid('method.space', `"${kind.id}" cannot serve: ${refused}. Write "auto", or "finite-difference", which serves everything`)
  return { id: kind.id, reason: 'it was asked for' }
} // biome-ignore format: sentences

function checkMemory(bytes: number, { domain, equations }: SpaceRequest, stepper: string): void {
  if (bytes <= mostMemory) return
  const isSolved = stepper === 'none' || stepper === 'newton'
  const shape = domain.axes.map(({ points }) => points).join(' × ')
  const factor = (mostMemory / bytes) ** (1 / domain.axes.length)
  const fitting = domain.axes.map(({ points }) => 2 ** Math.floor(Math.log2(points * factor))).join(' × ')
  throw invalid('problem.domain', `${shape} nodes with ${equations.unknowns.length === 1 ? 'one unknown' : `${equations.unknowns.length} unknowns`} need about ${(bytes / 1024 ** 3).toFixed(1)} GB ${isSolved ? 'to be solved, for the Jacobian and GMRES' : `with ${stepper}`}; one run has ${mostMemory / 1024 ** 3} GB. Take fewer points, like ${fitting}${isSolved ? '' : ', or a stepper that keeps fewer stages (rk4, cnab2)'}`) // biome-ignore format: one sentence
}

/**
 * Decides the discretisation, the stepper and, where it has no error control, the step; says why.
 * @throws InvalidInput where something named cannot serve, or the grid does not fit into memory
 */
export function chooseSpace(request: SpaceRequest): SpaceChoice {
  const { equations, split, domain } = request
  const facts = equationFacts(equations, split, domain)
  const { parameters, levelSet, hasRegion } = request
  if (hasRegion)
    throw invalid(
      'problem.domain.inside',
      'is not available yet: equations are solved on the whole box. Remove it, and its conditions under problem.boundary.inside',
    )
  const fit = spectralFit({ equations, parameters, domain, seed: 0, ...(levelSet ? { levelSet } : {}) })
  const { id, reason } = chooseId(facts, request, fit)
  const order = chooseOrder(id, facts, request)
  const stepped = chooseFieldStepper(id, facts, request)
  const nodes = domainSize(domain)
  const memoryBytes = fieldMemory(nodes, domain, equations, id, stepped.stepper, facts)
  checkMemory(memoryBytes, request, stepped.stepper)
  const title = spaceKinds.find((kind) => kind.id === id)?.title ?? id
  return {
    space: id,
    ...stepped,
    options: {
      ...request.options,
      ...(order === undefined ? {} : { order }),
      ...(request.isAtRest ? { keepConstraints: true } : {}),
    },
    memoryBytes,
    isTimeless: facts.isTimeless,
    why: [
      `${title}${order === undefined ? '' : ` of order ${order}`}: ${reason}`,
      ...stepped.why,
      ...fieldWarnings(equations, split, request.parameters, facts, id),
    ],
  }
}
