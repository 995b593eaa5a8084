import { useEffect, useMemo, useRef, useState } from 'react'
import type { Experiment } from '../../experiment/experiment.ts'
import { galleryCards } from '../gallery/catalogue.ts'
import { problemInFront } from '../problem-in-front.ts'
import type { Action } from './actions/action.ts'
import { searchActions, showShortcut } from './actions/action.ts'
import { actions } from './actions/catalogue.ts'
import { useExperiment, useInterface, useWorkbench } from './context.tsx'
import { openCard } from './open-experiment.ts'
import type { Workbench } from './workbench.ts'

/** Everything by name: actions, gallery cards, parameters of the experiment in front. */
export function Palette() {
  const isOpen = useInterface((state) => state.isPaletteOpen)
  return isOpen ? <OpenPalette /> : null
}

function OpenPalette() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const before = useRef(document.activeElement)
  const all = useMemo(() => [...actions, ...cardActions, ...parameterActions(experiment)], [experiment])
  const found = searchActions(all, typed).slice(0, 60)
  const chosen = Math.min(at, found.length - 1)
  const close = () => {
    workbench.interface.setState({ isPaletteOpen: false })
    if (before.current instanceof HTMLElement) before.current.focus()
  }
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const perform = (action: Action | undefined) => {
    if (!action) return
    const reason = action.disabled?.(workbench)
    close()
    if (reason !== undefined) workbench.interface.notify('info', reason)
    else void action.perform(workbench)
  }
  return (
    <div className="palette" role="dialog" aria-label="Search everything" data-testid="palette">
      <input
        // biome-ignore lint/a11y/noAutofocus: the palette is opened to type in
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[chosen] ? `palette-${found[chosen].id}` : undefined}
        aria-label="Type an action, a parameter or a card"
        placeholder="Type an action, a parameter or a card"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onBlur={(event) => {
          if (!event.relatedTarget) workbench.interface.setState({ isPaletteOpen: false })
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, chosen + 1))
          else if (event.key === 'ArrowUp') setAt(Math.max(0, chosen - 1))
          else if (event.key === 'Enter') perform(found[chosen])
          else if (event.key === 'Escape') close()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      <div className="list" id="palette-list" role="listbox" aria-label="Found" ref={list}>
        {found.map((action, index) => (
          <PaletteRow
            key={action.id}
            action={action}
            workbench={workbench}
            isChosen={index === chosen}
            onPoint={() => setAt(index)}
            onPick={() => perform(action)}
          />
        ))}
      </div>
      {found.length === 0 ? (
        <p className="muted" role="status" style={{ padding: 12 }}>
          Nothing is called that.
        </p>
      ) : null}
    </div>
  )
}

function PaletteRow(props: {
  readonly action: Action
  readonly workbench: Workbench
  readonly isChosen: boolean
  readonly onPoint: () => void
  readonly onPick: () => void
}) {
  const { action, workbench } = props
  const reason = action.disabled?.(workbench)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus (ARIA authoring practices)
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the combobox's
    <div
      id={`palette-${action.id}`}
      role="option"
      aria-selected={props.isChosen}
      aria-disabled={reason !== undefined || undefined}
      title={reason ?? action.help}
      onPointerMove={props.onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onPick}
    >
      <span className="grow cut">{action.name}</span>
      <span className="small muted">{action.group}</span>
      {action.shortcut ? <kbd>{showShortcut(action.shortcut, workbench.desk.information.platform)}</kbd> : null}
    </div>
  )
}

const cardActions: readonly Action[] = galleryCards.map((card) => ({
  id: `card-${card.id}`,
  name: card.title,
  label: card.title,
  group: 'Experiment',
  keywords: `gallery open example ${card.topic}`,
  help: card.sentence,
  perform: (workbench: Workbench) => openCard(workbench, card),
}))

function parameterActions(experiment: Experiment): readonly Action[] {
  const parameters = problemInFront(experiment)?.parameters ?? []
  return parameters.map((parameter) => ({
    id: `parameter-${parameter.name}`,
    name: `${parameter.label} (${parameter.group.toLowerCase()})`,
    label: parameter.label,
    group: 'Go',
    keywords: `parameter value ${parameter.name} ${parameter.unit}`,
    help: parameter.help,
    perform: (workbench: Workbench) => {
      workbench.interface.setState({ place: 'problem', editor: 'form' })
      const path = `problem.parameters.${parameter.name}`
      // After the form is drawn.
      requestAnimationFrame(() => {
        const field = document.querySelector(`[data-testid="field-${path}"]`)
        if (field instanceof HTMLElement) {
          field.scrollIntoView({ block: 'center' })
          field.focus()
        }
      })
    },
  }))
}
