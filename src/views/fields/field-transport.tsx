import { numberText, unitText } from '../plots/number-text.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useFields, useWorkbench } from '../shell/context.tsx'
import { Choice } from './field-controls.tsx'
import type { FieldSettings } from './field-settings.ts'

const tools: readonly (readonly [FieldSettings['tool'], string])[] = [
  ['look', 'Look'],
  ['brush', 'Brush'],
  ['probe', 'Probe'],
  ['cut', 'Cut'],
]

/** Multiples of the speed at which the experiment passes by in a quarter of a minute. */
const speeds = [
  ['0.125', '⅛ ×'],
  ['0.25', '¼ ×'],
  ['0.5', '½ ×'],
  ['1', '1 ×'],
  ['2', '2 ×'],
  ['4', '4 ×'],
  ['8', '8 ×'],
  ['most', 'Fastest'],
] as const

/** Time and what moves it, and the tools of the hand: one line below the picture. */
export function FieldTransport() {
  const workbench = useWorkbench()
  const { fields } = workbench
  const time = useFields((state) => state.frame?.time)
  const timeUnit = useFields((state) => state.timeUnit)
  const isPlaying = useFields((state) => state.isPlaying)
  const speed = useFields((state) => state.speed)
  const firstSpeed = useFields((state) => state.firstSpeed)
  const seed = useFields((state) => state.seed)
  const tool = useFields((state) => state.settings.tool)
  const isOpen = useFields((state) => state.opened !== undefined)
  if (!isOpen) return null
  const chosen = speed === undefined ? 'most' : (speeds.find(([id]) => Math.abs(Number(id) * firstSpeed - speed) < 1e-9 * speed)?.[0] ?? '1') // biome-ignore format: one choice
  return (
    <div className="field-transport">
      <ActionButton id="fields-play" icon={isPlaying ? 'pause' : 'play'} bare label={isPlaying ? 'Pause' : 'Go on'} />
      <ActionButton id="fields-step" label="Step" kind="quiet" />
      <ActionButton id="fields-reset" label="Reset" kind="quiet" />
      <span className="tabular field-time" data-testid="field-time" data-time={time}>
        t = {numberText(time ?? 0, 5)} {timeUnit === '1' ? '' : unitText(timeUnit)}
      </span>
      <Choice
        label="Speed"
        testId="field-speed"
        value={chosen}
        options={speeds}
        onChange={(id) => fields.setSpeed(id === 'most' ? undefined : Number(id) * firstSpeed)}
      />
      <label className="row small muted">
        <span className="field-wide">Seed</span>
        <input
          className="text-field tabular field-seed"
          aria-label="Seed of the random numbers"
          type="number"
          min={0}
          step={1}
          data-testid="field-seed"
          value={seed}
          onChange={(event) => {
            const next = Number(event.currentTarget.value)
            if (Number.isSafeInteger(next) && next >= 0) fields.reset(next)
          }}
        />
      </label>
      <span className="grow" />
      {tool === 'brush' ? <BrushFields /> : null}
      <fieldset className="field-tools" aria-label="What the hand does">
        {tools.map(([id, title]) => (
          <button
            key={id}
            type="button"
            className="button small"
            aria-pressed={tool === id}
            data-testid={`tool-${id}`}
            onClick={() => fields.set({ tool: id })}
          >
            {title}
          </button>
        ))}
      </fieldset>
    </div>
  )
}

/** Size and value of the brush. */
function BrushFields() {
  const { fields } = useWorkbench()
  const { brushRadius, brushValue, brushMode } = useFields((state) => state.settings)
  const isLine = useFields((state) => state.opened?.fields[0]?.grid.axes.length === 1)
  return (
    <>
      <input
        type="range"
        className="field-radius"
        aria-label="Radius of the brush"
        min={0.01}
        max={0.3}
        step={0.01}
        value={brushRadius}
        onChange={(event) => fields.set({ brushRadius: Number(event.currentTarget.value) })}
      />
      {isLine ? null : (
        <>
          <Choice label="What the brush does" value={brushMode} options={modes} onChange={(mode) => fields.set({ brushMode: mode })} />
          <input
            className="text-field tabular field-seed"
            type="text"
            inputMode="decimal"
            aria-label="Value of the brush"
            data-testid="brush-value"
            placeholder="largest"
            defaultValue={brushValue ?? ''}
            onChange={(event) => {
              const text = event.currentTarget.value.trim().replace(',', '.')
              const value = Number(text)
              fields.set({ brushValue: text === '' || !Number.isFinite(value) ? undefined : value })
            }}
          />
        </>
      )}
    </>
  )
} // biome-ignore format: long attributes

const modes = [
  ['set', 'Sets'],
  ['add', 'Adds'],
] as const
