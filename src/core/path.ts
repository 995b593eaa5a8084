/** Fields at the top of an experiment, in the order of the file. A PATH of one word that is one of these names the field, else a parameter. */
export const topLevelFields: readonly string[] = [
  '$schema',
  'isoline',
  'title',
  'notes',
  'authors',
  'problem',
  'method',
  'time',
  'study',
  'observe',
  'data',
  'fit',
  'sweep',
  'surrogate',
  'views',
  'seed',
]

/** Keys that reach into JavaScript itself: never in a file, never in a PATH. */
export const forbiddenKeys: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'toJSON',
]

/** The PATH of these keys, names with other than letters, digits or `_` in brackets. */
export function formatPath(segments: readonly (string | number)[]): string {
  let path = ''
  for (const segment of segments) {
    const text = String(segment)
    const isPlain = /^[A-Za-z0-9_]+$/.test(text) || (path === '' && text === '$schema')
    path += isPlain ? (path === '' ? text : `.${text}`) : `[${JSON.stringify(text)}]`
  }
  return path
}
