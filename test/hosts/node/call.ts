import { main } from '../../../src/hosts/node/cli.ts'
import type { CommandIo } from '../../../src/hosts/node/command.ts'

export interface Called {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
  /** stdout as its one JSON document. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents freely
  readonly json: any
}

/** Runs one command line in this process, in a folder. */
export async function call(
  cwd: string,
  args: readonly string[],
  more: Partial<CommandIo> & { readonly input?: string } = {},
): Promise<Called> {
  const [out, talk]: [string[], string[]] = [[], []]
  const io: CommandIo = {
    cwd,
    stdout: (text) => void out.push(typeof text === 'string' ? text : new TextDecoder().decode(text)),
    stderr: (text) => void talk.push(text),
    stdin: async () => new TextEncoder().encode(more.input ?? ''),
    signal: new AbortController().signal,
    isTerminal: false,
    ...more,
  }
  const status = await main(args, io)
  const stdout = out.join('')
  return {
    status,
    stdout,
    stderr: talk.join(''),
    get json() {
      return JSON.parse(stdout)
    },
  }
}
