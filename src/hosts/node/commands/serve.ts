import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { invalid } from '../../../core/errors.ts'
import { htmlToPdf } from '../browser-pdf.ts'
import { type Command, parseArguments, printJson } from '../command.ts'
import { dataFolder } from '../data-folder.ts'
import { makeDiskFiles } from '../disk-files.ts'
import { findInstallation, reproducingCommand } from '../installation.ts'
import { openBrowser } from '../open-browser.ts'
import { serve } from '../serve.ts'

function parsePort(text: string | undefined): number {
  if (text === undefined) return 0
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port
  throw invalid('', `--port takes a whole number from 0 (any free one) to 65535, not "${text}"`)
}

export const command: Command = {
  name: 'serve',
  summary: 'the workbench for a browser of this machine',
  usage: `[--port P] [--no-open] [--state DIR] [FILE]
  FILE         an experiment, measurement or report to open in it
  --port P     listen there (default: any free port)
  --no-open    print the address and open no browser
  --state DIR  keep autosave, runs and settings there (default: this account's data folder)
  --json       print { "address", "port" } as one JSON document, then serve
Stop it with Ctrl+C.`,
  async run(args, io) {
    const read = parseArguments(
      args,
      { port: { type: 'string' }, 'no-open': { type: 'boolean' }, state: { type: 'string' } },
      { names: ['FILE'], optional: 1 },
    )
    const installation = findInstallation()
    if (!existsSync(join(installation.webFolder, 'index.html')))
      throw new Error('the workbench is not built: run "npm run build" in its folder first')
    const file = read.positionals[0]
    const state = read.text('state')
    const server = await serve({
      webFolder: installation.webFolder,
      files: makeDiskFiles(
        state === undefined
          ? join(dataFolder(process.env, process.platform, homedir()), 'state')
          : resolve(io.cwd, state),
      ),
      information: { version: installation.version, platform: process.platform, command: reproducingCommand },
      printToPdf: htmlToPdf,
      port: parsePort(read.text('port')),
      opened: file === undefined ? [] : [resolve(io.cwd, file)],
    })
    if (read.json) printJson(io, { address: server.address, port: server.port })
    else io.stdout(`Isoline is at ${server.address}\n`)
    if (!read.flag('no-open')) {
      const reason = await openBrowser(server.doorAddress)
      if (reason !== undefined) io.stderr(`No browser was opened (${reason}): open the address above in one.\n`)
    }
    if (!io.signal.aborted)
      await new Promise<void>((stop) => io.signal.addEventListener('abort', () => stop(), { once: true }))
    await server.close()
    // Ctrl+C is how a server ends, not how it fails.
    return 0
  },
}
