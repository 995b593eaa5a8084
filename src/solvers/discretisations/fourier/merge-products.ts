import { add, multiply, one, zero } from '../../../expression/build.ts'
import type { FieldSum, SpectralProduct } from './spectral-product.ts'

/** Products that one field alone uses, each under the same derivative, become one: one transform less each. */
export function mergeSingle(
  products: readonly SpectralProduct[],
  sums: readonly FieldSum[],
): readonly SpectralProduct[] {
  const uses = new Map<number, number>()
  for (const sum of sums) for (const place of sum.products.keys()) uses.set(place, (uses.get(place) ?? 0) + 1)
  const out: SpectralProduct[] = []
  const moved = new Map<number, number>()
  for (const sum of sums) {
    const groups = new Map<string, number>()
    const own = [...sum.products]
    sum.products.clear()
    for (const [place, operator] of own) {
      const product = products[place]
      const [[key, coefficient] = ['', zero], more] = [...operator]
      if (uses.get(place) === 1 && !product.isStatic && !more && operator.size === 1) {
        const group = `${key} ${product.kinds.join()}`
        const scaled = multiply(coefficient, product.expression)
        const before = groups.get(group)
        if (before === undefined) {
          groups.set(group, out.length)
          sum.products.set(out.length, new Map([[key, one]]))
          out.push({ ...product, expression: scaled })
        } else out[before] = { ...out[before], expression: add(out[before].expression, scaled) }
        continue
      }
      let target = moved.get(place)
      if (target === undefined) {
        target = out.length
        moved.set(place, target)
        out.push(product)
      }
      sum.products.set(target, operator)
    }
  }
  return out
}
