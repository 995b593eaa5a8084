/** A column's programme: ascending times, straight lines between, constant before and after. SI, pressures absolute. */
export interface ColumnProgram {
  readonly time: Float64Array
  readonly temperature: Float64Array
  readonly inletPressure: Float64Array
  readonly outletPressure: Float64Array
}

export type Carrier = 'He' | 'H2' | 'N2'

/** η(T) = η0 (T/T0)^(a + b (T − T0)/T0), T0 = 273.15 K: viscosity in Pa s (spec 2.4, the form used in gas chromatography). */
const viscosities: Readonly<Record<Carrier, readonly [number, number, number]>> = {
  He: [18.63e-6, 0.6958, -0.0071],
  H2: [8.382e-6, 0.6892, 0.005],
  N2: [16.62e-6, 0.7665, -0.0378],
}

const ICE = 273.15

/** Viscosity of a carrier gas, Pa s. */
export function carrierViscosity(carrier: Carrier, temperature: number): number {
  const [reference, power, bend] = viscosities[carrier]
  return reference * (temperature / ICE) ** (power + (bend * (temperature - ICE)) / ICE)
}

/** The carrier at one time and place. */
export interface FlowPoint {
  temperature: number
  pressure: number
  /** m/s. */
  velocity: number
  /** du/dx at fixed time, 1/s. */
  strain: number
}

/** Compressible laminar flow through a capillary of even temperature, steady at each moment: u = d²(pi² − po²)/(64 η L p). */
export function makeCapillaryFlow(length: number, diameter: number, carrier: Carrier, program: ColumnProgram) {
  let row = 0
  /** Fills `point` for time t and place x. */
  return (time: number, x: number, point: FlowPoint): void => {
    const { time: knots } = program
    const last = knots.length - 1
    while (row < last - 1 && time >= (knots[row + 1] ?? 0)) row++
    while (row > 0 && time < (knots[row] ?? 0)) row--
    const from = knots[row] ?? 0
    const width = (knots[Math.min(row + 1, last)] ?? from) - from
    const part = width > 0 ? Math.min(1, Math.max(0, (time - from) / width)) : 0
    const at = (column: Float64Array) => {
      const a = column[row] ?? 0
      return a + part * ((column[Math.min(row + 1, last)] ?? a) - a)
    }
    const temperature = at(program.temperature)
    const inlet = at(program.inletPressure)
    const outlet = at(program.outletPressure)
    const fall = (inlet - outlet) * (inlet + outlet)
    const pressure = Math.sqrt(Math.max(outlet * outlet, inlet * inlet - (fall * x) / length))
    const velocity = (diameter * diameter * fall) / (64 * carrierViscosity(carrier, temperature) * length * pressure)
    point.temperature = temperature
    point.pressure = pressure
    point.velocity = velocity
    point.strain = (velocity * fall) / (2 * length * pressure * pressure)
  }
}

/** Where the programme turns by more than a hundredth of its steepest course: an integrator had better stop there. */
export function programTurns(program: ColumnProgram): number[] {
  const turns = new Set<number>()
  const { time } = program
  for (const column of [program.temperature, program.inletPressure, program.outletPressure]) {
    const slope = (i: number) =>
      ((column[i + 1] ?? 0) - (column[i] ?? 0)) / Math.max(1e-12, (time[i + 1] ?? 0) - (time[i] ?? 0))
    let steepest = 0
    for (let i = 0; i < time.length - 1; i++) steepest = Math.max(steepest, Math.abs(slope(i)))
    for (let i = 0; i < time.length; i++) {
      const before = i > 0 ? slope(i - 1) : 0
      const after = i < time.length - 1 ? slope(i) : 0
      if (Math.abs(after - before) > 0.01 * steepest && steepest > 0) turns.add(time[i] ?? 0)
    }
  }
  return [...turns].sort((a, b) => a - b)
}
