import { useState } from 'react'
import { useInterface, useRuns, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { type ExportFormat, type ExportSize, exportFormats, exportRun } from './export-run.ts'
import { runForReport } from './report-run.ts'

/** Several formats at once, with size in mm and DPI. */
export function ExportSheet() {
  const isOpen = useInterface((state) => state.isExportOpen)
  return isOpen ? <OpenSheet /> : null
}

function OpenSheet() {
  const workbench = useWorkbench()
  const { runs, selectedId } = useRuns((state) => state)
  const [chosen, setChosen] = useState<readonly ExportFormat[]>(['svg', 'png', 'csv'])
  const [size, setSize] = useState<ExportSize>({
    widthMillimetres: 170,
    heightMillimetres: 100,
    dpi: 300,
    theme: 'light',
  })
  const [isWorking, setWorking] = useState(false)
  const run = runForReport(runs, selectedId)
  const number = (label: string, name: 'widthMillimetres' | 'heightMillimetres' | 'dpi', low: number, high: number) => (
    <label className="named">
      {label}
      <input
        className="text-field"
        type="number"
        min={low}
        max={high}
        data-testid={`export-${name}`}
        value={size[name]}
        onChange={(event) => setSize({ ...size, [name]: Number(event.currentTarget.value) })}
      />
    </label>
  )
  const isSizeUsable = size.widthMillimetres >= 20 && size.heightMillimetres >= 20 && size.dpi >= 36 && size.dpi <= 1200
  return (
    <section className="floating export-sheet stack" role="dialog" aria-label="Export" data-testid="export-sheet">
      <div className="row">
        <strong className="grow">Export {run ? run.name : 'the live curve'}</strong>
        <button
          type="button"
          className="button quiet icon"
          aria-label="Close export"
          onClick={() => workbench.interface.setState({ isExportOpen: false })}
        >
          <Icon name="close" />
        </button>
      </div>
      {run ? null : <p className="small muted">No run is kept yet: the live curve is run once more and kept.</p>}
      <fieldset className="group stack" style={{ gap: 2 }}>
        <legend>Formats</legend>
        {exportFormats.map((format) => (
          <label key={format.id} className="switch-row">
            <input
              type="checkbox"
              data-testid={`export-${format.id}`}
              checked={chosen.includes(format.id)}
              onChange={(event) =>
                setChosen(
                  event.currentTarget.checked ? [...chosen, format.id] : chosen.filter((other) => other !== format.id),
                )
              }
            />
            <span style={{ width: 40, fontWeight: 500 }}>{format.id.toUpperCase()}</span>
            <span className="small muted">{format.says}</span>
          </label>
        ))}
      </fieldset>
      <div className="pair">
        {number('Width, mm', 'widthMillimetres', 20, 1000)}
        {number('Height, mm', 'heightMillimetres', 20, 1000)}
        {number('Resolution, DPI', 'dpi', 36, 1200)}
        <label className="named">
          Colours
          <select
            className="select"
            value={size.theme}
            onChange={(event) => setSize({ ...size, theme: event.currentTarget.value === 'dark' ? 'dark' : 'light' })}
          >
            <option value="light">on white</option>
            <option value="dark">on dark</option>
          </select>
        </label>
      </div>
      <p className="small muted">
        PNG: {Math.round((size.widthMillimetres / 25.4) * size.dpi)} ×{' '}
        {Math.round((size.heightMillimetres / 25.4) * size.dpi)} pixels. SVG and PNG carry the experiment: dropped on a
        window they open again.
      </p>
      <button
        type="button"
        className="button primary"
        data-testid="export-now"
        disabled={chosen.length === 0 || !isSizeUsable || isWorking}
        onClick={async () => {
          setWorking(true)
          await exportRun(workbench, run, chosen, size)
          setWorking(false)
        }}
      >
        {isWorking ? 'Writing…' : `Export ${chosen.length} ${chosen.length === 1 ? 'file' : 'files'}`}
      </button>
    </section>
  )
}
