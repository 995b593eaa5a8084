import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { invalid } from '../../../core/errors.ts'
import { suggestName } from '../../../core/nearest.ts'
import { parseExperiment } from '../../../experiment/parse.ts'
import { problems } from '../../../pde/catalogue.ts'
import { backends } from '../../../solvers/backends.ts'
import { odeStepperDescriptions } from '../../../solvers/stepper-descriptions.ts'
import { type Command, parseArguments, printJson } from '../command.ts'
import { findInstallation } from '../installation.ts'

interface Item {
  readonly id: string
  readonly title: string
  readonly [more: string]: unknown
}

/** The gallery, as far as it can be read. */
async function listExperiments(): Promise<readonly Item[]> {
  const folder = join(findInstallation().root, 'datasets', 'experiments')
  const names = await readdir(folder).catch((): string[] => [])
  const items: Item[] = []
  for (const name of names.filter((n) => n.endsWith('.isoline.json')).sort()) {
    const experiment = parseExperiment(await readFile(join(folder, name), 'utf8'))
    const id = name.replace(/\.isoline\.json$/, '')
    items.push({
      id,
      title: experiment.title ?? id,
      problem: experiment.problem.id,
      file: join('datasets', 'experiments', name),
    })
  }
  return items
}

function listMethods(): readonly Item[] {
  const ids = [...new Set(problems.flatMap((problem) => problem.methods.map((method) => method.id)))]
  return ids.map((id) => {
    const having = problems.filter((problem) => problem.methods.some((method) => method.id === id))
    const method = having[0]?.methods.find((m) => m.id === id)
    return {
      id,
      title: method?.title ?? id,
      problems: having.map((problem) => problem.id),
      options: method?.options.map((o) => o.name) ?? [],
    }
  })
}

const catalogues: Readonly<Record<string, () => Promise<readonly Item[]>>> = {
  problems: async () =>
    problems.map(({ id, title, summary, methods }) => ({ id, title, summary, methods: methods.map((m) => m.id) })),
  methods: async () => listMethods(),
  steppers: async () => odeStepperDescriptions.map(({ id, title }) => ({ id, title })),
  backends: async () => backends.map((item) => ({ ...item })),
  // None in this version: the list is there so that scripts can ask.
  surrogates: async () => [],
  experiments: listExperiments,
}

export const command: Command = {
  name: 'list',
  summary: 'lists problems, methods, steppers, backends, surrogates or the gallery of experiments',
  usage: `${Object.keys(catalogues).join('|')}`,
  async run(args, io) {
    const parsed = parseArguments(args, {}, { names: ['a catalogue'] })
    const name = parsed.positionals[0] ?? ''
    const catalogue = Object.hasOwn(catalogues, name) ? catalogues[name] : undefined
    if (!catalogue) throw invalid('', `there is no catalogue "${name}"${suggestName(name, Object.keys(catalogues))}`)
    const items = await catalogue()
    if (parsed.json) printJson(io, items)
    else {
      const width = Math.max(0, ...items.map((item) => item.id.length))
      io.stdout(
        items.length === 0
          ? `no ${name} in this version\n`
          : items.map((item) => `${item.id.padEnd(width)}  ${item.title}\n`).join(''),
      )
    }
    return 0
  },
}
