import { invalid } from '../../core/errors.ts'
import { largestStableStep } from '../steppers/exchange-stability.ts'
import { kencarp4 } from '../steppers/kencarp4.ts'
import { type ColumnComponent, type ColumnTransport, stretchedLength } from './column-transport.ts'

/** How finely and with which face values a column is computed. */
export interface ColumnResolution {
  readonly cells: number
  /** Of the linear face values (3, 5, 7), or of WENO (3, 5). */
  readonly order: number
  /** A component: whether its fronts are too steep for linear face values and WENO is used. */
  readonly weno: readonly boolean[]
  /** A component: cells a standard deviation of the sharpest front that the column leaves it; 0 where it leaves a jump. */
  readonly cellsAWidth: readonly number[]
  /** Linear throughout: transport is implicit too, and the step is free of the cells' size. */
  readonly implicit: boolean
  /** Tolerance of the time integration that keeps its error below that of the mesh. */
  readonly rtol: number
}

/** Cells a standard deviation of the sharpest front: the seventh order is then at 1e-5 of the peak. */
const CELLS_A_WIDTH = 8
/** The same for WENO, whose fifth order needs more. */
const WENO_CELLS_A_WIDTH = 12
/** Part of the film filled in equilibrium with the feed, over the free part, below which competition does not make shocks. */
const WEAK_LOAD = 0.1
/** Fronts below this many cells oscillate under linear face values. */
const LEAST_CELLS_A_WIDTH = 2.5
/** From this many cells on a front counts as resolved. */
export const RESOLVED = 4
/** Times CELLS_A_WIDTH: cells while the injector rises that resolve its corner where nothing smooths it. */
const CORNER = 9
/** Exchanges on the way (x = α ka H) below which the unretained part counts. */
const UNMET = 6
const FEWEST = 400
const MOST = 8000
const NOTHING: ColumnComponent = { name: '', ka: 0, kd: 1, concentration: 0, dispersion: 0 }

/** Whether the film is shared: at least one capacity is given. */
export function isCompetitive(transport: ColumnTransport): boolean {
  return transport.components.some((component) => component.capacity !== undefined)
}

/**
 * Chooses what is left open. Linear exchange smooths every front, so linear upwind face values of order 7 serve best; where
 * fronts stay steeper than the cells, and under a load on the film, where they sharpen themselves, it is WENO-Z of order 5.
 * @throws InvalidInput naming the option
 */
export function chooseResolution(
  transport: ColumnTransport,
  options: { readonly cells?: number; readonly order?: number; readonly rtol?: number },
): ColumnResolution {
  const load = filmLoad(transport)
  const isShocking = load > WEAK_LOAD
  const ratios = transport.components.map((component) => timeOverWidth(transport, component, load))
  const finest = Math.max(...ratios.filter(Number.isFinite), isShocking ? 33 : 0)
  const wanted = ratios.some((ratio) => ratio === Number.POSITIVE_INFINITY) ? 1000 : 0
  const aWidth = isShocking ? WENO_CELLS_A_WIDTH : CELLS_A_WIDTH
  const most = isCompetitive(transport) ? 1000 : MOST
  const cells = options.cells ?? 2 * Math.round(Math.min(most, Math.max(FEWEST, aWidth * finest, wanted)) / 2)
  if (!Number.isInteger(cells) || cells < 16 || cells > 100_000)
    throw invalid('method.cells', `cells must be a whole number from 16 to 100000, not ${cells}`)
  // Gas that never meets the film keeps the sharp edges of the injection.
  const holdUp = stretchedLength(transport) / transport.inletVelocity
  const isSharp = ({ ka, dispersion }: ColumnComponent) =>
    transport.phaseRatio * ka * holdUp < 8 &&
    dispersion * cells ** 2 < 30 * stretchedLength(transport) * transport.inletVelocity &&
    transport.injectorTime === 0
  const weno = ratios.map(
    (ratio, i) => isShocking || cells / ratio < LEAST_CELLS_A_WIDTH || isSharp(transport.components[i] ?? NOTHING),
  )
  const order = options.order ?? (weno.some(Boolean) ? 5 : 7)
  if (![3, 5, 7].includes(order)) throw invalid('method.order', `order must be 3, 5 or 7, not ${order}`)
  if (order === 7 && isShocking)
    throw invalid(
      'method.order',
      'order 7 has no shock-capturing form; with this load on the capacity fronts sharpen: use order 5 or 3',
    )
  const implicit = !isCompetitive(transport) && !weno.some(Boolean)
  const cellsAWidth = ratios.map((ratio, i) => (isSharp(transport.components[i] ?? NOTHING) ? 0 : cells / ratio))
  return {
    cells,
    order,
    weno,
    cellsAWidth,
    implicit,
    rtol: options.rtol ?? (implicit ? 1e-7 : isShocking ? 1e-4 : 3e-5),
  }
}

/** Filled over free part of the film in equilibrium with the feed. */
function filmLoad(transport: ColumnTransport): number {
  return transport.components.reduce(
    (sum, { ka, kd, concentration, capacity }) =>
      sum + (capacity === undefined ? 0 : (ka * concentration) / (Math.max(kd, 1e-30) * capacity)),
    0,
  )
}

/**
 * Retention time over the standard deviation that the column gives a front: from the moments of the linear model, and, under a
 * load, not more than the front that self-sharpening holds steady (Thomas: a logistic with the rate kd load).
 */
function timeOverWidth(transport: ColumnTransport, component: ColumnComponent, load: number): number {
  const { inletVelocity, phaseRatio, pressureRatio, injection, injectorTime } = transport
  const { ka, kd, dispersion } = component
  if (kd === 0) return 100
  const holdUp = stretchedLength(transport) / inletVelocity
  const k = (phaseRatio * ka) / kd
  const mean = holdUp * (1 + k)
  const spread = (dispersion * (1 + pressureRatio) * holdUp * (1 + k) ** 2) / inletVelocity ** 2
  const exchanged = (2 * k * holdUp) / kd
  const variance = exchanged + spread + injectorTime ** 2
  if (load === 0) {
    // What hardly meets the film leaves in part (e^-x) as it came, spread by dispersion alone.
    const isUnmet = phaseRatio * ka * holdUp < UNMET && (injectorTime > 0 || dispersion > 0)
    const [at, front] = isUnmet ? [holdUp, Math.sqrt((dispersion * (1 + pressureRatio) * holdUp) / inletVelocity ** 2)] : [mean, Math.sqrt(exchanged + spread)] // biome-ignore format: one choice
    if (injectorTime === 0) return at / front
    // A tail hides little of the front: the injector's corners, smoothed by `front`, have front/rise of a jump's error.
    const rise = Math.min(injectorTime, injection)
    const smoothed = front > 0 ? at / (front * (1 + rise / front) ** (1 / 7)) : Number.POSITIVE_INFINITY
    return Math.min(smoothed, (CORNER * at) / rise)
  }
  const steady = 1.8 / (kd * load)
  return (holdUp * (1 + k / (1 + load))) / Math.sqrt(1 / (1 / variance + 1 / steady ** 2))
}

/** The largest stable step of one component, s (KenCarp4, von Neumann over the mesh's modes). */
export function stableStep(
  transport: ColumnTransport,
  component: ColumnComponent,
  resolution: ColumnResolution,
): number {
  const { cells, order } = resolution
  const width = stretchedLength(transport) / cells
  const courant = transport.inletVelocity / width
  const spread = component.dispersion / width ** 2
  const count = 48
  const modes = new Float64Array(2 * (count + 1))
  const weights = faceWeights(order)
  const reach = (order - 1) / 2
  for (let k = 0; k <= count; k++) {
    const angle = (Math.PI * k) / count
    let re = 0
    let im = 0
    weights.forEach((weight, i) => {
      const at = (i - reach) * angle
      re += weight * (Math.cos(at) - Math.cos(at - angle))
      im += weight * (Math.sin(at) - Math.sin(at - angle))
    })
    const second = (15 * (1 - Math.cos(angle)) * 2 - 2 * (1 - Math.cos(2 * angle)) + 2 * (Math.cos(angle) - 1)) / 12
    modes[2 * k] = -courant * re - spread * second
    modes[2 * k + 1] = -courant * im
  }
  // Under competition the film may be full anywhere between empty and its equilibrium with the feed.
  const load = filmLoad(transport)
  const vacancies = component.capacity === undefined || load === 0 ? [1] : [1, 0.5, 0.2, 0.05, 0.01, 0].filter((v) => v >= 1 / (1 + load) - 0.01).concat(1 / (1 + load)) // biome-ignore format: one list
  const uptake = transport.phaseRatio * component.ka
  return 0.9 * Math.min(...vacancies.map((v) => largestStableStep(kencarp4, modes, uptake * v, component.kd)))
}

/** Weights of the cell means, from the upstream end, that make the value at the right face of the middle one. */
function faceWeights(order: number): readonly number[] {
  if (order === 3) return [-1 / 6, 5 / 6, 2 / 6]
  if (order === 5) return [2 / 60, -13 / 60, 47 / 60, 27 / 60, -3 / 60]
  return [-3 / 420, 25 / 420, -101 / 420, 319 / 420, 214 / 420, -38 / 420, 4 / 420]
}
