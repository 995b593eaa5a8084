import { embedInHtml } from '../../data/embed.ts'
import { fromCarrier, leftOutNote } from '../report/carried.ts'
import { reportHtml } from '../report/report.ts'
import { errorsOf } from '../runs/check.ts'
import type { RunRecord } from '../runs/run-record.ts'
import { stemOf } from '../shell/file-name.ts'
import type { Workbench } from '../shell/workbench.ts'
import { payloadOf } from './carried-picture.ts'
import { reportSourceOf } from './report-source.ts'

/** Writes the report of a run as HTML that carries its experiment, or as PDF where the host can print. */
export async function saveReport(workbench: Workbench, run: RunRecord, format: 'html' | 'pdf'): Promise<void> {
  const { desk } = workbench
  try {
    const payload = payloadOf(workbench, run.experiment)
    const stem = stemOf(run.experiment)
    const source = await reportSourceOf(workbench, run)
    // The HTML carries its experiment, so that it is all that the command needs.
    const command = format === 'html' ? fromCarrier(source.command, `${stem}.html`) : source.command
    const html = embedInHtml(reportHtml({ ...source, command }), payload.text)
    if (format === 'html') {
      await desk.saveFile({ suggestedName: `${stem}.html`, bytes: new TextEncoder().encode(html) })
    } else {
      const bytes = await desk.printToPdf(html, { widthMillimetres: 210, heightMillimetres: 297 })
      if (bytes) await desk.saveFile({ suggestedName: `${stem}.pdf`, bytes })
      else if (desk.print) await desk.print(html)
      else workbench.interface.notify('warning', 'This window cannot print to PDF; save the HTML and print that.')
    }
    const note = leftOutNote(payload.left)
    if (note !== undefined) workbench.interface.notify('warning', note)
  } catch (error) {
    workbench.interface.notify(
      'error',
      errorsOf(error)
        .map((each) => each.message)
        .join(' '),
    )
  }
}
