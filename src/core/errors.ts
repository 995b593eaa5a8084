/** One thing that is wrong with an input, for people: where it is, what it is, what to try. */
export interface InputError {
  /** PATH of the contract: from the top of the document, dots between (`problem.components.0.kd`); '' is the whole. */
  readonly path: string
  /** One sentence: what happened and the remedy. */
  readonly message: string
  /** Counted from 1 in the text named by `path`, where the value is itself a text. */
  readonly line?: number
  readonly column?: number
}

/** Thrown where an input cannot be used. The command line turns it into exit status 2 and `{ ok: false, errors }`. */
export class InvalidInput extends Error {
  readonly errors: readonly InputError[]
  constructor(errors: readonly InputError[]) {
    super(errors.map((e) => (e.path ? `${e.path}: ${e.message}` : e.message)).join('\n'))
    this.name = 'InvalidInput'
    this.errors = errors
  }
}

/** The InvalidInput with the one error described. */
export function invalid(path: string, message: string): InvalidInput {
  return new InvalidInput([{ path, message }])
}

/** Thrown by a run that cannot go on (non-finite value, step too small): the outcome becomes `failed` with this message. */
export class RunFailure extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'RunFailure'
  }
}
