/** Edits (insert, delete, replace, swap neighbours) that turn one word into the other, upper and lower case being equal. */
function editDistance(a: string, b: string): number {
  const [from, to] = [a.toLowerCase(), b.toLowerCase()]
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, j) => j)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1)
      next.push(best)
    }
    before = row
    row = next
  }
  return row[to.length] ?? 0
}

/** The known name that a person most likely meant; undefined where none is near. */
export function nearestName(word: string, known: readonly string[]): string | undefined {
  if (word.length > 100) return undefined
  let best: string | undefined
  // One letter is near to every other letter: only its capital is meant.
  let least = (word.length === 1 ? 0 : Math.max(1, Math.floor(word.length * 0.45))) + 1
  for (const name of known) {
    const distance = editDistance(word, name)
    if (distance < least) {
      least = distance
      best = name
    }
  }
  return best ?? known.find((name) => word.length > 2 && name.toLowerCase().startsWith(word.toLowerCase()))
}

/** `; did you mean "length"?`, or the list of what there is. For the end of an error message. */
export function suggestName(word: string, known: readonly string[]): string {
  const near = nearestName(word, known)
  if (near !== undefined) return `; did you mean "${near}"?`
  return known.length === 0 ? '' : `; there ${known.length === 1 ? 'is' : 'are'} ${known.slice(0, 40).join(', ')}`
}
