import type { FieldPlane, FieldValues } from './field-plane.ts'

/** Power against wave number. */
export interface Spectrum {
  readonly wave: Float64Array
  readonly power: Float64Array
}

/** Points a side that are transformed at most: a picture is looked at while it moves. */
const mostPoints = 256

/** In place, of a power of two numbers at `offset`, `stride` apart (Cooley and Tukey, decimation in time). */
function transform(re: Float64Array, im: Float64Array, n: number, offset: number, stride: number): void {
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i >= j) continue
    const [a, b] = [offset + i * stride, offset + j * stride]
    const [x = 0, y = 0] = [re[a], im[a]]
    re[a] = re[b] ?? 0
    im[a] = im[b] ?? 0
    re[b] = x
    im[b] = y
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / size
      const [c, s] = [Math.cos(angle), Math.sin(angle)]
      for (let start = k; start < n; start += size) {
        const [a, b] = [offset + start * stride, offset + (start + half) * stride]
        const x = (re[b] ?? 0) * c - (im[b] ?? 0) * s
        const y = (re[b] ?? 0) * s + (im[b] ?? 0) * c
        re[b] = (re[a] ?? 0) - x
        im[b] = (im[a] ?? 0) - y
        re[a] = (re[a] ?? 0) + x
        im[a] = (im[a] ?? 0) + y
      }
    }
  }
}

const below = (points: number) => 2 ** Math.floor(Math.log2(Math.min(points, mostPoints)))

/** Means of the cells between the nodes of a coarser even grid: waves that it cannot carry are mostly taken out, not folded back. */
function coarse(values: FieldValues, columns: number, rows: number, width: number, height: number): Float64Array {
  const sums = new Float64Array(width * height)
  const counts = new Float64Array(width * height)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column] ?? Number.NaN
      if (!Number.isFinite(value)) continue
      const place = Math.floor((row * height) / rows) * width + Math.floor((column * width) / columns)
      sums[place] = (sums[place] ?? 0) + value
      counts[place] = (counts[place] ?? 0) + 1
    }
  return sums.map((sum, i) => sum / Math.max(1, counts[i] ?? 1))
}

/**
 * Power of a field by the length of the wave vector, summed over rings one wave of the longer side wide; the mean taken out. On one row
 * of values it is the power of each wave. Angular wave numbers, 2π over the wave length.
 */
export function radialSpectrum(plane: Pick<FieldPlane, 'values'> & { readonly columns: number; readonly rows: number; readonly width: number; readonly height: number }): Spectrum {
  const { values, columns, rows, width, height } = plane
  const [nx, ny] = [below(columns), rows > 1 ? below(rows) : 1]
  const re = coarse(values, columns, rows, nx, ny)
  const im = new Float64Array(nx * ny)
  const mean = re.reduce((sum, value) => sum + value, 0) / re.length
  for (let i = 0; i < re.length; i++) re[i] = ((re[i] ?? 0) - mean) / re.length
  for (let row = 0; row < ny; row++) transform(re, im, nx, row * nx, 1)
  if (ny > 1) for (let column = 0; column < nx; column++) transform(re, im, ny, column, nx)
  const [kx, ky] = [(2 * Math.PI) / width, (2 * Math.PI) / (height || width)]
  const ring = ny > 1 ? Math.min(kx, ky) : kx
  const count = Math.max(1, Math.floor((ny > 1 ? Math.min((nx / 2) * kx, (ny / 2) * ky) : (nx / 2) * kx) / ring))
  const power = new Float64Array(count)
  for (let row = 0; row < ny; row++)
    for (let column = 0; column < nx; column++) {
      const place = row * nx + column
      const wave = Math.hypot(kx * Math.min(column, nx - column), ny > 1 ? ky * Math.min(row, ny - row) : 0)
      const at = Math.round(wave / ring) - 1
      if (at >= 0 && at < count) power[at] = (power[at] ?? 0) + (re[place] ?? 0) ** 2 + (im[place] ?? 0) ** 2
    }
  return { wave: Float64Array.from(power, (_, i) => (i + 1) * ring), power }
} // biome-ignore format: signature
