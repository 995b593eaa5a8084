/** Letters and digits only, the German names of aromatics as the English: how names of columns and of scalars are compared. */
function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/benzol(?!e)/g, 'benzene')
    .replace(/toluol(?!e)/g, 'toluene')
    .replace(/xylol(?!e)/g, 'xylene')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** The scalar of the model that a column's name speaks of: `c_benzene`, `Ethyl benzene`, `m,p-Xylol`; 'sum' for `TIC`; undefined where none. */
export function matchScalar(column: string, scalars: readonly string[]): string | undefined {
  const name = fold(column)
  const exact = scalars.find((scalar) => fold(scalar) === name)
  if (exact !== undefined || name === '') return exact
  if (/^(sum|total|tic|all)$/.test(name) && scalars.length > 0) return 'sum'
  const inside = scalars.filter((scalar) => fold(scalar).length > 2 && name.includes(fold(scalar)))
  // "ethylbenzene" holds "benzene": the longest name is meant.
  return inside.sort((a, b) => fold(b).length - fold(a).length)[0]
}
