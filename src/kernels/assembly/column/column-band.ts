// The linear column with transport implicit too: a band of 4 cells upstream and 5 downstream, factored once a step size.
// Rows of 10 float64: the weights of cells i - 4 … i + 5 in the transport rate of cell i.

const BELOW: i32 = 4
const ABOVE: i32 = 5
const ROW: usize = 80

@inline function entry(matrix: usize, i: i32, d: i32): usize {
  return matrix + <usize>i * ROW + (<usize>(d + BELOW)) * 8
}

/**
 * Factors `diagonal` - `implicit` L on the cells [low, high) without pivoting (upwind matrices with a dominant diagonal need none):
 * lower factors left of the diagonal, its inverse on it, the upper factor right of it.
 */
export function columnBandFactor(matrix: usize, factors: usize, low: i32, high: i32, diagonal: f64, implicit: f64): void {
  for (let i = low; i < high; i++) {
    for (let d = -BELOW; d <= ABOVE; d++) store<f64>(entry(factors, i, d), -implicit * load<f64>(entry(matrix, i, d)))
    store<f64>(entry(factors, i, 0), load<f64>(entry(factors, i, 0)) + diagonal)
    for (let k = max(low, i - BELOW); k < i; k++) {
      const at = entry(factors, i, k - i)
      const l = load<f64>(at) * load<f64>(entry(factors, k, 0))
      store<f64>(at, l)
      for (let j = 1; j <= ABOVE; j++) {
        const target = entry(factors, i, k - i + j)
        store<f64>(target, load<f64>(target) - l * load<f64>(entry(factors, k, j)))
      }
    }
    store<f64>(entry(factors, i, 0), 1.0 / load<f64>(entry(factors, i, 0)))
  }
}

/**
 * Solves the stage for gas and film at once: the film, s = (s* + g A w)/(1 + g B), is put into the gas, which the band gives.
 * In: `gas` w*, `film` s*; out: `gas` w, `p` the rate of passage into the film. `feed`: transport rates of cells 0-7 a unit of inlet.
 */
export function columnBandSolve(
  factors: usize, gas: usize, film: usize, p: usize, feed: usize, inlet: f64, low: i32, high: i32, uptake: f64, release: f64, g: f64,
): void {
  const damp = 1.0 / (1.0 + g * release), back = g * release * damp
  if (low == 0)
    for (let i = 0; i < 8; i++) {
      const at = gas + (<usize>i << 3)
      store<f64>(at, load<f64>(at) + g * inlet * load<f64>(feed + (<usize>i << 3)))
    }
  let y1 = 0.0, y2 = 0.0, y3 = 0.0, y4 = 0.0
  for (let i = low; i < high; i++) {
    const row = factors + <usize>i * ROW, at = <usize>i << 3
    let y = load<f64>(gas + at) + back * load<f64>(film + at)
    y -= load<f64>(row) * y4 + load<f64>(row + 8) * y3 + load<f64>(row + 16) * y2
    y -= load<f64>(row + 24) * y1
    store<f64>(gas + at, y)
    y4 = y3
    y3 = y2
    y2 = y1
    y1 = y
  }
  let x1 = 0.0, x2 = 0.0, x3 = 0.0, x4 = 0.0, x5 = 0.0
  for (let i = high - 1; i >= low; i--) {
    const row = factors + <usize>i * ROW, at = <usize>i << 3
    let x = load<f64>(gas + at) - (load<f64>(row + 72) * x5 + load<f64>(row + 64) * x4 + load<f64>(row + 56) * x3)
    x = (x - load<f64>(row + 48) * x2 - load<f64>(row + 40) * x1) * load<f64>(row + 32)
    store<f64>(gas + at, x)
    store<f64>(p + at, (uptake * x - release * load<f64>(film + at)) * damp)
    x5 = x4
    x4 = x3
    x3 = x2
    x2 = x1
    x1 = x
  }
}
