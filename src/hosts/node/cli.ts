import { InvalidInput } from '../../core/errors.ts'
import { suggestName } from '../../core/nearest.ts'
import { type Command, type CommandIo, type ExitStatus, printJson } from './command.ts'
import { findInstallation } from './installation.ts'

interface Verb {
  readonly name: string
  readonly summary: string
  /** Loaded when used: `list` does not wait for what only `report` needs. */
  readonly load: () => Promise<{ readonly command: Command }>
}

/** The verbs, in the order of the help. */
export const verbs: readonly Verb[] = [
  {
    name: 'list',
    summary: 'problems, methods, steppers, backends, surrogates, experiments',
    load: () => import('./commands/list.ts'),
  },
  { name: 'new', summary: 'prints a complete experiment of a problem', load: () => import('./commands/new.ts') },
  { name: 'schema', summary: 'prints the JSON Schema of experiment files', load: () => import('./commands/schema.ts') },
  {
    name: 'check',
    summary: 'validates an experiment and says how it would be solved',
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'run',
    summary: 'runs an experiment, or goes on with a stopped run',
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'sweep',
    summary: 'runs an experiment over ranges of its numbers',
    load: () => import('./commands/sweep.ts'),
  },
  {
    name: 'export',
    summary: 'numbers or figures of a run; a SciPy script of an experiment',
    load: () => import('./commands/export.ts'),
  },
  {
    name: 'fit',
    summary: 'fits free parameters to measurements',
    load: () => import('./commands/fit.ts'),
  },
  {
    name: 'import',
    summary: 'says what is in a file of measurements',
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'report',
    summary: 'writes a report of a run or fit, as HTML or PDF',
    load: () => import('./commands/report.ts'),
  },
  { name: 'serve', summary: 'the workbench for a browser', load: () => import('./commands/serve.ts') },
]

/** Verbs of the contract that come with later versions: not a mistake of the person. */
const laterVerbs = ['peaks', 'train', 'predict', 'compare']

function help(): string {
  const width = Math.max(...verbs.map((verb) => verb.name.length))
  return [
    'isoline COMMAND …',
    '',
    ...verbs.map((verb) => `  ${verb.name.padEnd(width)}  ${verb.summary}`),
    `  ${'help'.padEnd(width)}  this, or \`help COMMAND\` for one command`,
    '',
    'Every command takes --json: then standard output is exactly one JSON document.',
    'Exit status: 0 done, 1 it ran and failed, 2 wrong use or an invalid file, 3 stopped.',
    '',
  ].join('\n')
}

async function helpOf(name: string): Promise<string> {
  const verb = verbs.find((v) => v.name === name)
  if (!verb) throw unknownVerb(name)
  const { command } = await verb.load()
  return `isoline ${command.name} ${command.usage.trimStart()}\n`
}

function unknownVerb(name: string): InvalidInput {
  const message = laterVerbs.includes(name)
    ? `\`${name}\` comes with a later version`
    : `there is no command "${name}"${suggestName(
        name,
        verbs.map((v) => v.name),
      )}`
  return new InvalidInput([{ path: '', message }])
}

/**
 * Runs one command line.
 * @param argv what follows the program's name
 * @returns the exit status; errors are printed, never thrown
 */
export async function main(argv: readonly string[], io: CommandIo): Promise<ExitStatus> {
  const end = argv.indexOf('--')
  const isJson = (end < 0 ? argv : argv.slice(0, end)).includes('--json')
  try {
    const [name, ...args] = argv
    if (name === undefined || name === '--help' || name === '-h' || (name === 'help' && args.length === 0)) {
      io.stdout(help())
      return name === undefined ? 2 : 0
    }
    if (name === '--version' || name === 'version') {
      io.stdout(`${findInstallation().version}\n`)
      return 0
    }
    if (name === 'help' || args.some((a) => a === '--help' || a === '-h')) {
      io.stdout(await helpOf(name === 'help' ? (args[0] ?? '') : name))
      return 0
    }
    const verb = verbs.find((v) => v.name === name)
    if (!verb) throw unknownVerb(name)
    const { command } = await verb.load()
    return await command.run(args, io)
  } catch (error) {
    return report(error, isJson, io)
  }
}

function report(error: unknown, isJson: boolean, io: CommandIo): ExitStatus {
  if (error instanceof InvalidInput) {
    if (isJson) printJson(io, { ok: false, errors: error.errors })
    for (const { path, message, line, column } of error.errors) {
      const place =
        column === undefined
          ? ''
          : line === undefined || path !== ''
            ? ` (column ${column})`
            : ` (line ${line}, column ${column})`
      io.stderr(`error: ${path === '' ? '' : `${path}: `}${message}${place}\n`)
    }
    return 2
  }
  const message = error instanceof Error ? error.message : String(error)
  if (isJson) printJson(io, { status: 'failed', reason: message })
  io.stderr(`error: ${message}\n`)
  if (process.env.ISOLINE_DEBUG && error instanceof Error) io.stderr(`${error.stack}\n`)
  else io.stderr('If this looks like a defect, set ISOLINE_DEBUG=1 for details and report it.\n')
  return 1
}

async function readStandardInput(): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  return new Uint8Array(Buffer.concat(chunks))
}

/** Runs this process's command line and leaves its exit status; the first Ctrl+C stops the work, a second one the process. */
export async function runProcess(): Promise<void> {
  const controller = new AbortController()
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(3)
    process.stderr.write('\nstopping …\n')
    controller.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  // A reader that has seen enough (`| head`) is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  const io: CommandIo = {
    cwd: process.cwd(),
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    stdin: readStandardInput,
    signal: controller.signal,
    isTerminal: process.stderr.isTTY === true,
  }
  process.exitCode = await main(process.argv.slice(2), io)
  process.off('SIGINT', interrupt)
  process.off('SIGTERM', interrupt)
}
