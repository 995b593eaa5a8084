/** What is wrong with an expression and where: thrown by the parsers, listed by the checkers. */
export class ExpressionError extends Error {
  /** Offsets in the text from 0; `to` stands behind the last character. */
  readonly from: number
  readonly to: number
  /** The same place counted from 1, for people. */
  readonly column: number
  constructor(message: string, from: number, to: number = from + 1) {
    // A name of thousands of letters is quoted by its beginning.
    super(message.replace(/[^\s"]{100,}/g, (word) => `${word.slice(0, 40)}…`))
    this.name = 'ExpressionError'
    this.from = from
    this.to = Math.max(to, from + 1)
    this.column = from + 1
  }
}

/** Runs a reader; an error in the text is listed and undefined given. */
export function attempt<Place, T>(
  say: (place: Place, error: ExpressionError) => void,
  place: Place,
  read: () => T,
): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    say(place, error)
    return undefined
  }
}
