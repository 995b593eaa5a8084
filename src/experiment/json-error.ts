/** Place (index into the text) and remedy of the first mistake of a text that is not JSON. */
export interface JsonError {
  readonly at: number
  readonly message: string
}

const blank = /[ \t\n\r]*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly those
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const word = /true|false|null/y

/**
 * Finds what engines only hint at, each in words of its own (RFC 8259). No recursion: depth costs no stack.
 * @param source a text that JSON.parse refuses
 */
export function findJsonError(source: string): JsonError {
  /** Closing bracket of each open list or object. */
  const open: ('}' | ']')[] = []
  let at = 0
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const found = pattern.exec(source)
    if (found) at = pattern.lastIndex
    return found !== null
  }
  let state: 'value' | 'name' | 'after' = 'value'
  /** The last thing read was a comma or an opening bracket. */
  let before: ',' | '[' | '{' | '' = ''
  for (;;) {
    skip(blank)
    if (at >= source.length) {
      // Only a text that ends whole gets here with nothing open.
      const left = open.at(-1)
      const what = left === undefined ? '' : `; the last "${left === '}' ? '{' : '['}" is not closed`
      return { at, message: `the text ends too early${what}` }
    }
    const next = source[at] ?? ''
    const here = (message: string): JsonError => ({ at, message })
    if (state === 'after') {
      const close = open.at(-1)
      if (close === undefined) return here('something stands after the end of the experiment; remove it')
      if (next === close) {
        open.pop()
        at++
      } else if (next === ',') {
        at++
        state = close === '}' ? 'name' : 'value'
        before = ','
      } else return here(strange(source, at) ?? `a comma or "${close}" is missing before ${shown(source, at)}`)
    } else if ((next === '}' || next === ']') && next === open.at(-1) && before !== '' && before !== ',') {
      open.pop()
      at++
      state = 'after'
      before = ''
    } else if (state === 'name') {
      if (next === '}' && before === ',') return here('a comma stands before "}"; remove it')
      if (next !== '"') return here(strange(source, at) ?? `a name in double quotes should stand here, not ${shown(source, at)}`) // biome-ignore format: one sentence
      if (!skip(text)) return badText(source, at)
      skip(blank)
      if (source[at] !== ':') return { at, message: at < source.length ? `":" is missing before ${shown(source, at)}` : 'the text ends too early; a value is missing' } // biome-ignore format: one sentence
      at++
      state = 'value'
      before = ''
    } else if (next === '{' || next === '[') {
      open.push(next === '{' ? '}' : ']')
      at++
      state = next === '{' ? 'name' : 'value'
      before = next
    } else {
      if (next === '"' && !skip(text)) return badText(source, at)
      if (next !== '"') {
        if (next === ']' && before === ',') return here('a comma stands before "]"; remove it')
        const wrong = strange(source, at)
        if (wrong !== undefined) return here(wrong)
        if (!skip(word) && !skip(number)) return here(`a value should stand here, not ${shown(source, at)}`)
      }
      state = 'after'
      before = ''
    }
  }
}

const shown = (source: string, at: number) => JSON.stringify(/^\S{1,20}/.exec(source.slice(at, at + 20))?.[0] ?? '')

/** What is no JSON and common elsewhere. */
function strange(source: string, at: number): string | undefined {
  const rest = source.slice(at, at + 40)
  if (/^[-+]?(NaN|Infinity|inf\b|nan\b)/.test(rest))
    return 'NaN and Infinity are not numbers an experiment can have; write a finite one'
  if (/^(\/[/*]|#)/.test(rest)) return 'comments are not allowed; use the field "notes"'
  if (/^['‘’“”`]/.test(rest)) return 'texts and names stand in plain double quotes, "like this"'
  if (/^\+/.test(rest)) return 'a number has no "+" before it; remove it'
  if (/^-?\.\d/.test(rest)) return 'a number needs a digit before its point, like 0.5'
  if (/^-?0\d/.test(rest)) return 'a number does not begin with 0; remove it, or write it as a text'
  if (/^(True|False|None|undefined)\b/.test(rest)) return 'write true, false or null, in small letters'
  return undefined
}

/** Where and why a text in quotes breaks off. */
function badText(source: string, from: number): JsonError {
  for (let at = from + 1; at < source.length; at++) {
    const character = source[at] ?? ''
    if (character < ' ')
      return { at, message: character === '\n' || character === '\r' ? 'a text in quotes is not closed on its line; write a line break as \\n' : 'a text has a control character; write it as \\u0000 with its code' } // biome-ignore format: one choice
    if (character !== '\\') continue
    if (!/^\\(["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(source.slice(at, at + 6)))
      return { at, message: 'a lone "\\"; write it twice ("\\\\")' }
    at++
  }
  return { at: from, message: 'the text that begins here is not closed' }
}
