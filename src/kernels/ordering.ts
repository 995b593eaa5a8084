/** A square pattern in compressed rows: columns of row i at [rowStarts[i], rowStarts[i + 1]), ascending. */
export interface CsrPattern {
  readonly rowStarts: Int32Array
  readonly columns: Int32Array
}

/** Neighbours of every unknown in A + Aᵀ, itself left out. */
function neighbours({ rowStarts, columns }: CsrPattern): number[][] {
  const n = rowStarts.length - 1
  const sets = Array.from({ length: n }, () => new Set<number>())
  for (let i = 0; i < n; i++)
    for (let k = rowStarts[i] ?? 0; k < (rowStarts[i + 1] ?? 0); k++) {
      const j = columns[k] ?? 0
      if (i === j) continue
      sets[i]?.add(j)
      sets[j]?.add(i)
    }
  return sets.map((set) => [...set])
}

/** An unknown (or several that cannot be told apart) or, once eliminated, the clique of those it coupled. */
interface Node {
  /** How many unknowns it stands for; 0 when another one stands for it. */
  weight: number
  /** Unknowns it is coupled to directly, and cliques it belongs to. */
  variables: number[]
  elements: number[]
  /** As a clique: its members. */
  members: number[]
  isElement: boolean
  degree: number
  /** The unknowns it stands for, in the order of elimination. */
  readonly standsFor: number[]
}

/** Unknowns by degree, in lists: what was put in last comes out first. */
function makeQueue(n: number) {
  const heads = new Int32Array(n + 1).fill(-1)
  const next = new Int32Array(n).fill(-1)
  const previous = new Int32Array(n).fill(-1)
  const degrees = new Int32Array(n).fill(-1)
  let least = 0
  const remove = (i: number) => {
    const degree = degrees[i] ?? -1
    if (degree < 0) return
    const [before, after] = [previous[i] ?? -1, next[i] ?? -1]
    if (before >= 0) next[before] = after
    else heads[degree] = after
    if (after >= 0) previous[after] = before
    degrees[i] = -1
  }
  return {
    remove,
    add(i: number, degree: number) {
      const head = heads[degree] ?? -1
      next[i] = head
      previous[i] = -1
      if (head >= 0) previous[head] = i
      heads[degree] = i
      degrees[i] = degree
      least = Math.min(least, degree)
    },
    takeLeast(): number {
      while (least < n && (heads[least] ?? -1) < 0) least++
      const found = heads[least] ?? -1
      remove(found)
      return found
    },
  }
}

/**
 * An order of elimination with little fill, of the matrix A + Aᵀ with pivots on the diagonal: order[k] is the unknown eliminated k-th.
 * Approximate minimum degree on the quotient graph with absorption of elements and merging of unknowns that cannot be told apart
 * (P. R. Amestoy, T. A. Davis, I. S. Duff, SIAM J. Matrix Anal. Appl. 17 (1996) 886). Ties go to the unknown put in last.
 */
export function minimumDegree(pattern: CsrPattern): Int32Array {
  const n = pattern.rowStarts.length - 1
  const nodes: Node[] = neighbours(pattern).map((variables, i) => ({
    weight: 1,
    variables,
    elements: [],
    members: [],
    isElement: false,
    degree: variables.length,
    standsFor: [i],
  }))
  const node = (i: number): Node => nodes[i] as Node
  const queue = makeQueue(n)
  for (let i = 0; i < n; i++) queue.add(i, node(i).degree)
  /** Per element: the weight of its members outside the new clique, valid where the stamp is that of this round. */
  const outside = new Int32Array(n)
  const outsideStamp = new Int32Array(n).fill(-1)
  const inClique = new Int32Array(n).fill(-1)
  const order: number[] = []
  while (order.length < n) {
    const chosen = queue.takeLeast()
    const pivot = node(chosen)
    const clique = newClique(pivot, chosen)
    order.push(...pivot.standsFor)
    let total = 0
    for (const i of clique) total += node(i).weight
    // Weights outside the clique of the elements that touch it.
    for (const i of clique) {
      const one = node(i)
      queue.remove(i)
      one.elements = one.elements.filter((e) => node(e).isElement)
      for (const e of one.elements) {
        if (outsideStamp[e] !== chosen) {
          outsideStamp[e] = chosen
          node(e).members = node(e).members.filter((m) => node(m).weight > 0 && !node(m).isElement)
          outside[e] = node(e).members.reduce((sum, m) => sum + node(m).weight, 0)
        }
        outside[e] = (outside[e] ?? 0) - one.weight
      }
    }
    pivot.members = []
    const byHash = new Map<number, number[]>()
    for (const i of clique) {
      const one = node(i)
      let degree = total - one.weight
      let hash = 0
      one.elements = one.elements.filter((e) => {
        // An element inside the new clique says nothing that the clique does not say.
        if ((outside[e] ?? 0) === 0) node(e).isElement = false
        return node(e).isElement
      })
      for (const e of one.elements) {
        degree += outside[e] ?? 0
        hash += e
      }
      one.variables = one.variables.filter((j) => j !== chosen && inClique[j] !== chosen && node(j).weight > 0)
      for (const j of one.variables) {
        degree += node(j).weight
        hash += j
      }
      if (one.elements.length === 0 && one.variables.length === 0) {
        // Coupled to nothing but the clique: it goes with the pivot and fills nothing.
        order.push(...one.standsFor)
        total -= one.weight
        one.weight = 0
        continue
      }
      one.degree = Math.min(degree, one.degree + total - one.weight, n - order.length - one.weight)
      one.elements.push(chosen)
      const alike = byHash.get(hash)
      if (alike) alike.push(i)
      else byHash.set(hash, [i])
    }
    for (const alike of byHash.values()) merge(alike)
    for (const i of clique) {
      const one = node(i)
      if (one.weight === 0) continue
      pivot.members.push(i)
      one.degree = Math.max(0, Math.min(one.degree, n - order.length - one.weight))
      queue.add(i, one.degree)
    }
    pivot.isElement = pivot.members.length > 0
  }
  return Int32Array.from(order)

  /** The unknowns that the pivot couples; its elements go up in the new one. */
  function newClique(pivot: Node, chosen: number): number[] {
    const clique: number[] = []
    const take = (i: number) => {
      if (i === chosen || node(i).weight === 0 || node(i).isElement || inClique[i] === chosen) return
      inClique[i] = chosen
      clique.push(i)
    }
    inClique[chosen] = chosen
    for (const i of pivot.variables) take(i)
    for (const e of pivot.elements) {
      if (!node(e).isElement) continue
      for (const i of node(e).members) take(i)
      node(e).isElement = false
      node(e).members = []
    }
    pivot.weight = 0
    pivot.variables = []
    pivot.elements = []
    return clique
  }

  /** Unknowns with the same neighbours become one. */
  function merge(alike: number[]): void {
    for (let a = 0; a < alike.length; a++) {
      const one = node(alike[a] ?? 0)
      if (one.weight === 0) continue
      const variables = new Set(one.variables)
      const elements = new Set(one.elements)
      for (let b = a + 1; b < alike.length; b++) {
        const two = node(alike[b] ?? 0)
        if (two.weight === 0 || two.variables.length !== variables.size || two.elements.length !== elements.size)
          continue
        if (!two.variables.every((j) => variables.has(j)) || !two.elements.every((e) => elements.has(e))) continue
        one.weight += two.weight
        one.degree -= two.weight
        one.standsFor.push(...two.standsFor)
        two.weight = 0
        two.variables = []
        two.elements = []
      }
    }
  }
}
