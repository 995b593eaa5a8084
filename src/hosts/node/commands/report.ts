import { basename, resolve } from 'node:path'
import { invalid } from '../../../core/errors.ts'
import { toBase64 } from '../../../data/bytes.ts'
import { embedInHtml } from '../../../data/embed.ts'
import { fromCarrier } from '../../../views/report/carried.ts'
import { reportHtml } from '../../../views/report/report.ts'
import { htmlToPdf, noBrowserMessage } from '../browser-pdf.ts'
import { type Command, parseArguments, printJson } from '../command.ts'
import { writeAtomically } from '../disk-files.ts'
import { readInterWoff2 } from '../drawing-resources.ts'
import { readStoredSource } from '../stored-source.ts'

export const command: Command = {
  name: 'report',
  summary: 'writes a report of a run or fit: one self-contained HTML file, or PDF',
  usage: `DIR [--format html|pdf] [--out PATH]

  DIR            a folder that \`run --out\` or \`fit --out\` made
  --format       html (default) or pdf; pdf needs a Chromium-based browser on this machine
  --out PATH     default: DIR-report.html or DIR-report.pdf here

The HTML file needs nothing else, runs no scripts and carries its experiment: drop it on the workbench to open it again.`,
  async run(args, io) {
    const parsed = parseArguments(args, { format: { type: 'string' }, out: { type: 'string' } }, { names: ['DIR'] })
    const out = parsed.text('out')
    const format = parsed.text('format') ?? (out?.toLowerCase().endsWith('.pdf') ? 'pdf' : 'html')
    if (format !== 'html' && format !== 'pdf') throw invalid('', `--format "${format}" is not a format of reports; use html or pdf`) // biome-ignore format: one thought
    const source = await readStoredSource(parsed.positionals[0] ?? '', io)
    const fontBase64 = toBase64(await readInterWoff2())
    const path = resolve(io.cwd, out ?? `${source.name}-report.${format}`)
    // The HTML carries its experiment, so that it is all that the command needs; a PDF names the folder.
    const command = format === 'html' ? fromCarrier(source.report.command, basename(path)) : source.report.command
    const html = embedInHtml(reportHtml({ ...source.report, command, fontBase64 }), source.payload)
    const bytes = format === 'html' ? new TextEncoder().encode(html) : await htmlToPdf(html, { signal: io.signal })
    if (!bytes) throw invalid('', noBrowserMessage)
    await writeAtomically(path, bytes)
    io.stderr(`report saved in ${path}\n`)
    if (parsed.json) printJson(io, { ok: true, format, path, bytes: bytes.length })
    return 0
  },
}
