import { parseArgs } from 'node:util'
import { invalid } from '../../core/errors.ts'

/** 0 done · 1 it ran and failed · 2 wrong use or an invalid file · 3 stopped (contract 2). */
export type ExitStatus = 0 | 1 | 2 | 3

/** What a verb may touch of the world; tests hand in their own and read what was written. */
export interface CommandIo {
  /** Paths on the command line are relative to this folder. */
  readonly cwd: string
  /** Results. With `--json`: one JSON document, through `printJson`. */
  readonly stdout: (text: string | Uint8Array) => void
  /** Progress and talk. */
  readonly stderr: (text: string) => void
  /** All of standard input, for `FILE` = `-`. */
  readonly stdin: () => Promise<Uint8Array<ArrayBuffer>>
  /** Aborted at Ctrl+C: stop at the next safe point, leave files readable, return 3. */
  readonly signal: AbortSignal
  /** stderr is a terminal: one progress line is redrawn in place; otherwise a line every few seconds. */
  readonly isTerminal: boolean
}

/**
 * A verb of the command line: one file in `commands/` that exports `command`, and one line in `cli.ts`. Invalid use and
 * invalid files are thrown as InvalidInput (exit status 2, the error document is printed by the caller); a result is printed
 * by the verb itself.
 */
export interface Command {
  readonly name: string
  /** One line for `isoline help`. */
  readonly summary: string
  /** What follows the name, then a line an option: shown by `isoline help NAME` and `isoline NAME --help`. */
  readonly usage: string
  /** @param args everything after the verb's name */
  run(args: readonly string[], io: CommandIo): Promise<ExitStatus>
}

interface OptionKind {
  readonly type: 'string' | 'boolean'
  /** May be given several times. */
  readonly multiple?: boolean
}

/** Arguments of one verb, read. */
export interface ParsedArguments {
  readonly positionals: readonly string[]
  /** The last (or only) value of a text option. */
  text(name: string): string | undefined
  /** All values of a text option that may be repeated. */
  texts(name: string): readonly string[]
  flag(name: string): boolean
  /** `--json`, which every verb takes. */
  readonly json: boolean
}

/**
 * Reads the arguments of a verb. `--json` is known to every verb.
 * @throws InvalidInput naming the option and the usage
 */
export function parseArguments(
  args: readonly string[],
  options: Readonly<Record<string, OptionKind>>,
  positionals: { readonly names: readonly string[]; readonly optional?: number },
): ParsedArguments {
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...args], options: { json: { type: 'boolean' }, ...options }, allowPositionals: true })
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(/\. To specify a positional.*$/s, '') : String(error)
    const known = ['json', ...Object.keys(options)].map((name) => `--${name}`).join(' ')
    throw invalid('', `${message}; this command takes ${known}`)
  }
  const { names, optional = 0 } = positionals
  if (parsed.positionals.length < names.length - optional)
    throw invalid('', `${names[parsed.positionals.length] ?? 'an argument'} is missing; see --help`)
  if (parsed.positionals.length > names.length)
    throw invalid('', `unexpected argument "${parsed.positionals[names.length] ?? ''}"; see --help`)
  const strings = (name: string): readonly string[] => {
    const value = parsed.values[name]
    if (typeof value === 'string') return [value]
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
  }
  return {
    positionals: parsed.positionals,
    text: (name) => strings(name).at(-1),
    texts: strings,
    flag: (name) => parsed.values[name] === true,
    json: parsed.values.json === true,
  }
}

/** Prints the one JSON document of a `--json` call (indented: people read it too). */
export function printJson(io: CommandIo, document: unknown): void {
  io.stdout(`${JSON.stringify(document, undefined, 2)}\n`)
}
