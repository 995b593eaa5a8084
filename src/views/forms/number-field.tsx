import { Menu } from '@mantine/core'
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react'
import type { NumberText } from '../../experiment/experiment.ts'
import { parseConstant } from '../../expression/constant.ts'
import type { ParameterDescription } from '../../pde/problem.ts'
import { unitText } from '../plots/number-text.ts'
import {
  formatNumber,
  nudgeValue,
  readNumberText,
  readTyped,
  sliderFraction,
  slideValue,
  unitChoices,
  writeInUnit,
} from './number-logic.ts'

export interface NumberFieldProps {
  readonly description: ParameterDescription
  /** For F1 and tests. */
  readonly path: string
  readonly value: NumberText
  /** What names it for screen readers, where the label alone is not enough ("benzene, ka"). */
  readonly name?: string
  /** Not given but follows from others: shown in italics, editing gives it instead. */
  readonly isDerived?: boolean
  /** From the problem's own checks. */
  readonly error?: string
  /** Without the unit beside it: in tables. */
  readonly isBare?: boolean
  readonly onChange: (value: NumberText, gesture?: string) => void
  readonly onSettle: () => void
  readonly onSliding?: (isSliding: boolean) => void
  readonly onSelect?: () => void
  /** The right-click menu; absent entries are not shown, a text is why an entry cannot be used. */
  readonly menu: FieldMenu
}

export interface FieldMenu {
  readonly reset?: (() => void) | string
  readonly fit?: { readonly label: string; readonly act: (() => void) | string }
  /** Further questions asked of this number, named in full. */
  readonly more?: readonly { readonly label: string; readonly act: () => void }[]
  readonly sweep?: { readonly label: string; readonly act: (() => void) | string }
}

let gestures = 0

/** A number as look.md wants it: click and type, drag to slide, arrows to nudge, right click for more. */
export function NumberField(props: NumberFieldProps) {
  const { description, path, value, onChange, onSettle } = props
  const reading = readNumberText(value, description.unit)
  const [draft, setDraft] = useState<string>()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const drag = useRef<{ readonly x: number; readonly start: number; readonly gesture: string; moved: boolean }>(
    undefined,
  )
  const input = useRef<HTMLInputElement>(null)
  const errorId = useId()
  const typed = draft === undefined ? undefined : readTyped(draft, description, reading.unit, parseConstant)
  const message = typed && !typed.ok ? typed.message : props.error
  const shownDigits = props.isDerived ? formatNumber(reading.value, 6) : reading.digits
  const fraction = sliderFraction(reading.value, description)

  const commit = () => {
    if (typed?.ok && typed.text !== value) onChange(typed.text)
    if (typed?.ok || draft === '') setDraft(undefined)
    onSettle()
  }
  const put = (next: number, gesture?: string) => onChange(writeInUnit(next, description, reading.unit), gesture)

  const onPointerDown = (event: PointerEvent<HTMLInputElement>) => {
    if (event.button !== 0 || document.activeElement === input.current || !Number.isFinite(reading.value)) return
    // Focus waits until the pointer is up: a drag is not a click.
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    gestures += 1
    drag.current = { x: event.clientX, start: reading.value, gesture: `drag-${gestures}`, moved: false }
    props.onSelect?.()
  }
  const onPointerMove = (event: PointerEvent<HTMLInputElement>) => {
    const state = drag.current
    if (!state) return
    const pixels = event.clientX - state.x
    if (!state.moved && Math.abs(pixels) < 3) return
    if (!state.moved) props.onSliding?.(true)
    state.moved = true
    put(slideValue(state.start, pixels, description, event.altKey), state.gesture)
  }
  const onPointerUp = () => {
    const state = drag.current
    if (!state) return
    drag.current = undefined
    props.onSliding?.(false)
    if (state.moved) onSettle()
    else {
      input.current?.focus()
      input.current?.select()
    }
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      commit()
      input.current?.select()
    } else if (event.key === 'Escape' && draft !== undefined) {
      event.stopPropagation()
      setDraft(undefined)
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault()
      const from = typed?.ok ? typed.value : reading.value
      if (!Number.isFinite(from)) return
      const pace = event.altKey ? 'fine' : event.shiftKey ? 'coarse' : 'normal'
      setDraft(undefined)
      put(nudgeValue(from, event.key === 'ArrowUp' ? 1 : -1, description, pace), `nudge-${path}`)
    } else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      event.preventDefault()
      setMenuOpen(true)
    }
  }

  return (
    <div className={`number-field ${props.isDerived ? 'derived' : ''} ${message ? 'wrong' : ''}`} data-path={path}>
      <span className="number-box">
        <input
          ref={input}
          type="text"
          inputMode="decimal"
          role="spinbutton"
          aria-label={`${props.name ?? description.label}${reading.unit === '1' ? '' : ` in ${reading.unit}`}`}
          {...valueNow(reading.value)}
          aria-valuetext={`${shownDigits} ${reading.unit === '1' ? '' : reading.unit}`}
          aria-invalid={message !== undefined || undefined}
          aria-describedby={message ? errorId : undefined}
          data-testid={`field-${path}`}
          spellCheck={false}
          autoComplete="off"
          value={draft ?? shownDigits}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onFocus={() => props.onSelect?.()}
          onBlur={commit}
          onKeyDown={onKeyDown}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={onPointerUp}
          onContextMenu={(event) => {
            event.preventDefault()
            setMenuOpen(true)
          }}
        />
        {fraction === undefined || props.isDerived ? null : <i style={{ width: `${(100 * fraction).toFixed(2)}%` }} />}
        <Menu
          opened={isMenuOpen}
          onChange={setMenuOpen}
          position="bottom-start"
          withinPortal
          withInitialFocusPlaceholder={false}
        >
          <Menu.Target>
            <button
              type="button"
              className="more"
              tabIndex={-1}
              aria-label={`More for ${props.name ?? description.label}`}
            >
              ⋮
            </button>
          </Menu.Target>
          <FieldMenuItems menu={props.menu} />
        </Menu>
      </span>
      {props.isBare ? null : (
        <UnitMenu
          description={description}
          unit={reading.unit}
          onPick={(unit) => {
            if (Number.isFinite(reading.value)) onChange(writeInUnit(reading.value, description, unit))
          }}
        />
      )}
      {message ? (
        <p id={errorId} className="field-error" role="alert">
          {message}
        </p>
      ) : null}
    </div>
  )
}

/** ARIA takes plain decimals alone: no powers of ten. */
function valueNow(value: number): { readonly 'aria-valuenow'?: number } {
  return Number.isFinite(value) && !String(value).includes('e') ? { 'aria-valuenow': value } : {}
}

function FieldMenuItems({ menu }: { readonly menu: FieldMenu }) {
  const entry = (label: string, act: (() => void) | string | undefined) =>
    act === undefined ? null : (
      <Menu.Item
        disabled={typeof act === 'string'}
        title={typeof act === 'string' ? act : undefined}
        onClick={typeof act === 'string' ? undefined : act}
      >
        {label}
        {typeof act === 'string' ? <span className="menu-reason">{act}</span> : null}
      </Menu.Item>
    )
  return (
    <Menu.Dropdown>
      {menu.fit ? entry(menu.fit.label, menu.fit.act) : null}
      {menu.sweep ? entry(menu.sweep.label, menu.sweep.act) : null}
      {(menu.more ?? []).map(({ label, act }) => (
        <Menu.Item key={label} onClick={act}>
          {label}
        </Menu.Item>
      ))}
      {entry('Reset', menu.reset)}
    </Menu.Dropdown>
  )
}

function UnitMenu(props: {
  readonly description: ParameterDescription
  readonly unit: string
  readonly onPick: (unit: string) => void
}) {
  const choices = unitChoices(props.description, props.unit)
  const shown = unitText(props.unit)
  if (choices.length < 2) return <span className="unit">{shown}</span>
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className="unit" aria-label={`Unit: ${shown}`}>
          {shown}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Write in</Menu.Label>
        {choices.map((unit) => (
          <Menu.Item key={unit} onClick={() => props.onPick(unit)} fw={unit === props.unit ? 600 : 400}>
            {unitText(unit) || 'no unit'}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
