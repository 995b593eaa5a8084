import { columnKernels } from '../../kernels/column.ts'
import type { AdditiveSystem } from '../steppers/additive-runge-kutta.ts'
import { kencarp4 } from '../steppers/kencarp4.ts'
import { makeColumnBand } from './column-band.ts'
import { makeCompetition } from './column-competition.ts'
import { makeColumnMemory } from './column-memory.ts'
import { type ColumnResolution, isCompetitive } from './column-resolution.ts'
import { type ColumnTransport, inletEnd, inletFraction, stretchedLength } from './column-transport.ts'
import { faceValue, lastValue } from './face-values.ts'

/** Below this part of the feed a cell counts as empty: a thousandth of the rounding of the mass. */
const EMPTY = 1e-19
/** Even numbers of cells the window reaches beyond the last filled one, each step. */
const MARGIN = 12

/** What one component carries from step to step beside its cells. */
export interface ColumnAccount {
  /** Window of cells that hold anything: even, low = high where the column is empty. */
  low: number
  high: number
  /** ∫ w dω over the feed's scale, in cells: fed so far and gone through the outlet so far, with their rounding errors. */
  fed: number
  fedError: number
  gone: number
  goneError: number
  /** Largest gas value and film value in the column, and the largest face value that passed the outlet. */
  gas: number
  film: number
  peak: number
  /** Face value at the outlet and its rate at the time of stage 0. */
  outlet: number
  slope: number
}

/** The column as a system that KenCarp4 advances: in ω = ∫p̂dx, w = ûc moves with u0, w_t + (u0 w − D(p̂w)_ω)_ω = −α(ûq)_t. */
export interface ColumnSystem extends AdditiveSystem {
  readonly cells: number
  readonly accounts: readonly ColumnAccount[]
  /** Sets windows and stage 0 for the state at `time`; `step` is about the next one. */
  begin(time: number, feeding: boolean, step: number): void
  /** Makes the candidate of `finish` the state. */
  accept(): void
  /** Whether no component has anything in the column. */
  isEmpty(): boolean
  /** The state: w and s of the cells up to the last beyond the outlet. */
  gas(component: number): Float64Array
  film(component: number): Float64Array
  /** Candidate, for the place of a value that is not finite. */
  candidate(component: number): Float64Array
  /** ∫ (w + s) dω in the column, in cells. */
  held(component: number): number
}

/** Makes the system in kernel memory of its own. */
export function makeColumnSystem(transport: ColumnTransport, resolution: ColumnResolution, rtol: number): ColumnSystem {
  const memory = makeColumnMemory(transport, resolution)
  const { view, index, cells, stride, components: pointers } = memory
  const kernels = columnKernels(memory.kernels)
  const outlet = resolution.cells
  const speed = (transport.inletVelocity * outlet) / stretchedLength(transport)
  const competitive = isCompetitive(transport)
  const feedEnd = inletEnd(transport)
  const weightsAt = index(memory.weights)
  const resultAt = index(memory.result)
  const stages = kencarp4.nodes.length
  const accounts: ColumnAccount[] = pointers.map(() => ({
    low: 0, high: 0, fed: 0, fedError: 0, gone: 0, goneError: 0, gas: 0, film: 0, peak: 0, outlet: 0, slope: 0,
  })) // biome-ignore format: one list
  const rates = transport.components.map(({ ka, kd, capacity, concentration }) => ({
    uptake: transport.phaseRatio * ka,
    release: kd,
    ratio: kd > 0 ? (transport.phaseRatio * ka) / kd : 0,
    load: capacity ? concentration / (transport.phaseRatio * capacity) : 0,
    fed: concentration > 0 ? 1 : 0,
  }))
  const competition = competitive ? makeCompetition(memory, kernels, rates, accounts) : undefined
  // Where dispersion (D p̂ in ω) reaches over the last cell, the zero gradient at the outlet is resolved and nothing computed beyond.
  const ends = transport.components.map(({ dispersion }) =>
    dispersion * transport.pressureRatio * speed > 0.3 * transport.inletVelocity ** 2 &&
    outlet % 2 === 0 &&
    !competitive
      ? outlet
      : cells,
  )
  // Per stage and component: what enters and leaves, for the books.
  const inflow = new Float64Array(stages * pointers.length)
  const outflow = new Float64Array(stages * pointers.length)
  const flows = new Float64Array(2 * pointers.length)
  const maxima = new Float64Array(2 * pointers.length)
  let feeding = true

  const inletOf = (c: number, time: number) =>
    accounts[c]?.low === 0 ? inletFraction(transport, time, feeding) * (rates[c]?.fed ?? 0) : 0

  const transportRates = (c: number, stage: number, inlet: number) => {
    const account = accounts[c]
    const own = pointers[c]
    const component = transport.components[c]
    if (!account || !own || !component) return
    inflow[c * stages + stage] = speed * inlet
    outflow[c * stages + stage] =
      speed *
      kernels.columnRates(
        resolution.weno[c] ? 1 : 0, resolution.order === 7 && resolution.weno[c] ? 5 : resolution.order,
        own.stage, own.t + stage * stride, memory.faces, account.low, account.high, ends[c] ?? cells, outlet,
        inlet, own.closure, speed, component.dispersion / transport.inletVelocity, memory.slope, memory.bend,
      ) // biome-ignore format: as the kernel lists them
  }

  const bands = resolution.implicit
    ? pointers.map((own, c) => {
        const rate = { uptake: rates[c]?.uptake ?? 0, release: rates[c]?.release ?? 0, courant: speed }
        const account = accounts[c]
        const end = ends[c] ?? cells
        const probe = (inlet: number) => {
          if (account) account.high = end
          transportRates(c, 0, inlet)
          if (account) account.high = 0
        }
        return makeColumnBand(memory, kernels, own, probe, rate, end)
      })
    : []

  const exchange = (index: number, diagonal: number, time: number) => {
    for (let c = 0; c < pointers.length; c++) {
      const own = pointers[c]
      const account = accounts[c]
      const rate = rates[c]
      if (!own || !account || !rate || account.high === account.low) continue
      const { low, high } = account
      const band = diagonal > 0 ? bands[c] : undefined
      if (competitive || band)
        kernels.columnSums(index, own.w, own.s, own.t, own.p, stride, memory.weights, low, high, own.stage, own.film)
      else
        kernels.columnStage(index, own.w, own.s, own.t, own.p, stride, memory.weights, low, high, rate.uptake, rate.release, diagonal, own.stage) // biome-ignore format: as the kernel lists them
    }
    for (let c = 0; c < bands.length && diagonal > 0; c++) {
      const own = pointers[c]
      const account = accounts[c]
      if (own && account && account.high > account.low)
        bands[c]?.solve(own.p + index * stride, inletOf(c, time), account.low, account.high, diagonal)
    }
    competition?.exchange(index, diagonal)
  }

  const setWindow = (c: number, active: boolean, step: number) => {
    const own = pointers[c]
    const account = accounts[c]
    if (!own || !account) return
    const w = index(own.w)
    const s = index(own.s)
    const film = EMPTY * (1 + (rates[c]?.ratio ?? 0))
    const isFilled = (i: number) => !(Math.abs(view[w + i] ?? 0) <= EMPTY && Math.abs(view[s + i] ?? 0) <= film)
    const ahead = 2 * Math.ceil((bands[c]?.reach(kencarp4.gamma * step, EMPTY) ?? MARGIN) / 2)
    const back = bands[c] ? MARGIN : 2
    let { low, high } = account
    while (high > low && !isFilled(high - 1) && !isFilled(high - 2)) high -= 2
    if (active) low = 0
    else while (low < high && !isFilled(low) && !isFilled(low + 1)) low += 2
    // Beyond the outlet nothing matters any more.
    if (low >= outlet) low = high
    // What falls out of the window is wiped, so that every array is zero outside it.
    view.fill(0, w + account.low, w + low)
    view.fill(0, s + account.low, s + low)
    view.fill(0, w + high, w + Math.max(high, account.high))
    view.fill(0, s + high, s + Math.max(high, account.high))
    account.low = high === low && !active ? 0 : Math.max(0, low - (active ? 0 : back))
    account.high = high === low && !active ? 0 : Math.min(ends[c] ?? cells, high + ahead)
  }

  return {
    cells,
    accounts,
    begin(time, isFeeding, step) {
      feeding = isFeeding
      const active = time < feedEnd
      for (let c = 0; c < pointers.length; c++) setWindow(c, active && rates[c]?.fed === 1, step)
      competition?.setSegments()
      exchange(0, 0, time)
      for (let c = 0; c < pointers.length; c++) {
        const account = accounts[c]
        const own = pointers[c]
        if (!account || !own) continue
        account.outlet = 0
        account.slope = 0
        if (account.high === account.low) continue
        transportRates(c, 0, inletOf(c, time))
        account.outlet = (outflow[c * stages] ?? 0) / speed
        if (ends[c] === outlet)
          account.slope = lastValue(view, index(own.t) + outlet) - lastValue(view, index(own.p) + outlet)
        else if (account.high >= outlet + 4)
          account.slope = faceValue(view, index(own.t) + outlet) - faceValue(view, index(own.p) + outlet)
      }
    },
    stage(at, explicit, implicit, diagonal, time) {
      view.set(explicit, weightsAt)
      view.set(implicit, weightsAt + 8)
      exchange(at, diagonal, time)
      for (let c = 0; c < pointers.length; c++)
        if (accounts[c]?.high !== accounts[c]?.low) transportRates(c, at, inletOf(c, time))
    },
    finish(weights, error, diagonal) {
      view.set(weights, weightsAt)
      view.set(error, weightsAt + 8)
      let worst = 0
      for (let c = 0; c < pointers.length; c++) {
        const own = pointers[c]
        const account = accounts[c]
        const rate = rates[c]
        if (!own || !account || !rate) continue
        flows[2 * c] = 0
        flows[2 * c + 1] = 0
        maxima[2 * c] = 0
        maxima[2 * c + 1] = 0
        if (account.high === account.low) continue
        kernels.columnFinish(stages, own.w, own.s, own.t, own.p, stride, memory.weights, account.low, account.high, rate.uptake, rate.release, diagonal, own.newW, own.newS, memory.result) // biome-ignore format: as the kernel lists them
        for (let j = 0; j < stages; j++) {
          flows[2 * c] = (flows[2 * c] ?? 0) + (weights[j] ?? 0) * (inflow[c * stages + j] ?? 0)
          flows[2 * c + 1] = (flows[2 * c + 1] ?? 0) + (weights[j] ?? 0) * (outflow[c * stages + j] ?? 0)
        }
        const gas = view[resultAt + 2] ?? 0
        const film = view[resultAt + 3] ?? 0
        maxima[2 * c] = gas
        maxima[2 * c + 1] = film
        // Relative to what is in the column now, or to the peak that has passed: tails need no digits of their own.
        const scaleGas = Math.max(gas, account.peak)
        const scaleFilm = Math.max(film, rate.ratio * account.peak)
        const off = Math.max(
          (view[resultAt] ?? 0) / scaleGas,
          scaleFilm > 0 ? (view[resultAt + 1] ?? 0) / scaleFilm : 0,
        )
        // NaN stays: no later component may hide it.
        if (scaleGas !== 0 && !(off <= worst) && !Number.isNaN(worst)) worst = off
      }
      return worst / rtol
    },
    accept() {
      for (let c = 0; c < pointers.length; c++) {
        const own = pointers[c]
        const account = accounts[c]
        if (!own || !account || account.high === account.low) continue
        view.copyWithin(index(own.w) + account.low, index(own.newW) + account.low, index(own.newW) + account.high)
        view.copyWithin(index(own.s) + account.low, index(own.newS) + account.low, index(own.newS) + account.high)
        account.gas = maxima[2 * c] ?? 0
        account.film = maxima[2 * c + 1] ?? 0
        // Kahan's sums: the books must not lose digits over many steps.
        const into = (flows[2 * c] ?? 0) - account.fedError
        const fed = account.fed + into
        account.fedError = fed - account.fed - into
        account.fed = fed
        const out = (flows[2 * c + 1] ?? 0) - account.goneError
        const gone = account.gone + out
        account.goneError = gone - account.gone - out
        account.gone = gone
        account.peak = Math.max(account.peak, Math.abs(account.outlet))
      }
    },
    isEmpty: () => accounts.every((account) => account.high === account.low),
    gas: (c) => slice(view, index(pointers[c]?.w ?? 0), cells),
    film: (c) => slice(view, index(pointers[c]?.s ?? 0), cells),
    candidate: (c) => slice(view, index(pointers[c]?.newW ?? 0), cells),
    held(c) {
      const w = index(pointers[c]?.w ?? 0)
      const s = index(pointers[c]?.s ?? 0)
      let sum = 0
      let error = 0
      for (let i = 0; i < outlet; i++) {
        const value = (view[w + i] ?? 0) + (view[s + i] ?? 0) - error
        const next = sum + value
        error = next - sum - value
        sum = next
      }
      return sum
    },
  }
}

function slice(view: Float64Array, from: number, count: number): Float64Array {
  return view.subarray(from, from + count)
}
