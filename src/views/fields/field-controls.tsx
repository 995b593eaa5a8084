import { memo } from 'react'
import { Toggle } from '../runs/live-frame.tsx'
import { useFields, useWorkbench } from '../shell/context.tsx'
import { FieldMenu } from './field-menu.tsx'
import type { FieldSettings } from './field-settings.ts'
import { toggleRecording } from './record-video.ts'
import { type FieldFormat, saveField } from './save-field.ts'

const colours = [
  ['sequential', 'Viridis'],
  ['cividis', 'Cividis'],
  ['diverging', 'Diverging'],
  ['cyclic', 'Cyclic'],
] as const
const ranges = [
  ['auto', 'Range: follows'],
  ['symmetric', 'Range: about zero'],
  ['locked', 'Range: locked'],
] as const

const companions = [
  ['none', 'Picture alone'],
  ['probes', 'Probes over time'],
  ['cut', 'Along the cut'],
  ['kymograph', 'Cut over time'],
  ['histogram', 'Histogram'],
  ['spectrum', 'Spectrum'],
] as const

/** A choice among a few, named for the screen reader. */
export function Choice<Id extends string>(props: {
  readonly label: string
  readonly value: Id
  readonly options: readonly (readonly [id: Id, title: string])[]
  readonly onChange: (id: Id) => void
  readonly testId?: string
}) {
  return (
    <select
      className="select"
      aria-label={props.label}
      data-testid={props.testId}
      value={props.value}
      onChange={(event) => {
        const found = props.options.find(([id]) => id === event.currentTarget.value)
        if (found) props.onChange(found[0])
      }}
    >
      {props.options.map(([id, title]) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </select>
  )
}

/** How the field is looked at: one line above the picture. It stays as it is while frames come. */
export const FieldControls = memo(function FieldControls() {
  const workbench = useWorkbench()
  const opened = useFields((state) => state.opened)
  const settings = useFields((state) => state.settings)
  const isRecording = useFields((state) => state.isRecording)
  const fields = opened?.fields ?? []
  const dimension = fields[0]?.grid.axes.length ?? 0
  const set = (change: Partial<FieldSettings>) => workbench.fields.set(change)
  const names = fields.map(({ name, label }) => [name, label ?? name] as const)
  const pairs = fields.flatMap(({ name }, i) => {
    const next = fields[i + 1]?.name
    return next === undefined ? [] : [[`${name},${next}`, `Arrows: ${name}, ${next}`] as const]
  })
  const axes = fields[0]?.grid.axes.map(({ name }) => [name, `Slice across ${name}`] as const) ?? []
  return (
    <div className="view-controls">
      {dimension > 1 && names.length > 1 ? <Choice label="Field shown" testId="field-shown" value={settings.field || (names[0]?.[0] ?? '')} options={names} onChange={(field) => set({ field })} /> : null}
      <FieldMenu label="Look ▾" testId="field-look">
        {dimension > 1 ? <Choice label="Colours" testId="field-colours" value={settings.colours} options={colours} onChange={(id) => set({ colours: id, ...(id === 'diverging' ? { range: 'symmetric' } : {}) })} /> : null}
        <Choice label="Range of values" testId="field-range" value={settings.range} options={ranges} onChange={(range) => set({ range })} />
        {dimension > 1 ? (
          <>
            {pairs.length > 0 ? <Choice label="Arrows" value={settings.vectors.join(',')} options={[[',', 'No arrows'], ...pairs]} onChange={(pair) => { const [u = '', v = ''] = pair.split(','); set({ vectors: [u, v] }) }} /> : null}
            <Toggle label="Smooth" isOn={settings.isSmooth} onChange={(isSmooth) => set({ isSmooth })} />
            <Toggle label="Contours" isOn={settings.hasContours} onChange={(hasContours) => set({ hasContours })} />
          </>
        ) : null}
      </FieldMenu>
      <Choice label="Shown below" testId="field-companion" value={settings.companion} options={companions} onChange={(companion) => set({ companion })} />
      {dimension > 2 ? (
        <>
          <Choice label="Slice" value={settings.sliceAxis} options={axes} onChange={(sliceAxis) => set({ sliceAxis })} />
          <input type="range" aria-label="Place of the slice" min={0} max={1} step={0.01} value={settings.slice} onChange={(event) => set({ slice: Number(event.currentTarget.value) })} />
        </>
      ) : null}
      <span className="grow" />
      {opened ? (
        <FieldMenu label="Save ▾" testId="field-save">
          {saves.map(([id, title]) => (
            <button key={id} type="button" className="button small quiet" data-testid={`save-field-${id}`} onClick={() => void saveField(workbench, id)}>
              {title}
            </button>
          ))}
        </FieldMenu>
      ) : null}
      {opened ? (
        <button type="button" className={`button small ${isRecording ? 'recording' : ''}`} aria-pressed={isRecording} data-testid="field-record" onClick={() => void toggleRecording(workbench)}>
          {isRecording ? 'End video' : 'Video'}
        </button>
      ) : null}
    </div>
  )
}) // biome-ignore format: long attributes

const saves: readonly (readonly [FieldFormat, string])[] = [
  ['png', 'PNG of the picture'],
  ['svg', 'SVG of the picture'],
  ['vti', 'VTI for ParaView'],
  ['npz', 'NPZ for NumPy'],
  ['netcdf', 'netCDF'],
  ['csv', 'CSV of the field shown'],
]
