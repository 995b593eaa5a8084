import { useState } from 'react'
import type { BoundaryCondition, FieldEquations } from '../../expression/fields/field-equations.ts'
import { conditionLatex } from '../../expression/fields/field-latex.ts'
import { FieldErrors } from '../forms/field-errors.tsx'
import { Formula } from '../forms/formula.tsx'
import { FormulaLeaf } from '../forms/formula-leaf.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import {
  conditionOf,
  type SideName,
  sidesOf,
  titleOf,
  withCondition,
  withConditionEverywhere,
} from './boundary-logic.ts'
import { BoxPicture } from './box-picture.tsx'
import { axesOf, isPeriodic, outlineOf, shapeOf } from './fields-logic.ts'
import { errorsAt } from './path-errors.ts'

/** Kinds of condition that can be begun with; what is typed afterwards is free. */
const kinds = [
  { id: 'value', title: 'Value', text: (name: string) => `${name} = 0`, matches: /^\s*\w+\s*=/ },
  { id: 'slope', title: 'Slope', text: (name: string) => `dn(${name}) = 0`, matches: /^\s*dn\(\w+\)\s*=/ },
  { id: 'mixed', title: 'Mixed', text: (name: string) => `dn(${name}) + ${name} = 0`, matches: /dn\(/ },
] as const

/** The conditions of every side: the box is drawn, the side that is chosen has its conditions below. */
export function BoundaryForm() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { values, errors } = useChecked()
  const [chosen, setChosen] = useState<SideName>()
  const { problem } = experiment
  const sides = sidesOf(problem)
  const { unknowns } = outlineOf(problem)
  const side = chosen !== undefined && sides.includes(chosen) ? chosen : sides[0]
  const known = errors.filter(({ path }) => path.startsWith('problem.boundary'))
  const conditionErrors = (name: string, one: SideName) => {
    const { keys, texts } = conditionOf(problem, one, name)
    return placeErrors(keys, texts.length).flatMap((place) => errorsAt(known, place))
  }
  const isWrong = (one: SideName) => unknowns.some((name) => conditionErrors(name, one).length > 0)
  const shown = unknowns.flatMap((name) => sides.flatMap((one) => conditionErrors(name, one)))
  const shape = shapeOf(problem)
  return (
    <section className="section" aria-label="Boundary" data-testid="boundary">
      <h2>Boundary</h2>
      {shape === undefined ? <p className="muted">The sides come with the domain.</p> : null}
      {shape ? (
        <BoxPicture
          shape={shape}
          hasRegion={problem.domain?.inside !== undefined}
          periodic={axesOf(problem).filter((axis) => isPeriodic(problem, axis))}
          sides={sides.map((name) => ({ name, says: summaryOf(name), isWrong: isWrong(name) }))}
          chosen={side}
          onChoose={setChosen}
        />
      ) : null}
      {shape && sides.length === 0 ? (
        <p className="muted">Every axis is periodic: there are no sides. Untick an axis above to give it two ends.</p>
      ) : null}
      {side !== undefined ? (
        <>
          <div className="row" style={{ gap: 4 }}>
            <h3 className="grow">{titleOf(side)}</h3>
            {sides.length > 1 ? (
              <button
                type="button"
                className="button small"
                data-testid="everywhere"
                onClick={() =>
                  workbench.document.edit('The same on all sides', (present) =>
                    withConditionEverywhere(present, side, unknowns),
                  )
                }
              >
                The same on all sides
              </button>
            ) : null}
          </div>
          {unknowns.map((name) => (
            <Conditions
              key={`${side} ${name}`}
              side={side}
              unknown={name}
              unknowns={unknowns}
              equations={values?.fields?.equations}
            />
          ))}
        </>
      ) : null}
      <FieldErrors errors={known.filter((error) => !shown.includes(error))} />
    </section>
  )

  function summaryOf(name: SideName): string {
    const texts = unknowns.map((unknown) => conditionOf(problem, name, unknown).texts.join(', '))
    return texts.filter((text) => text !== '').join('; ') || 'slope 0'
  }
}

/** The places that the conditions of one unknown on one side can have errors at. */
function placeErrors(keys: readonly (string | number)[], count: number): readonly (readonly (string | number)[])[] {
  const own = ['problem', 'boundary', ...keys]
  return [own, ...Array.from({ length: Math.max(count, 1) }, (_, i) => [...own, i])]
}

/** One or two conditions of an unknown, each with its kind, its text, and typeset. */
function Conditions(props: {
  readonly side: SideName
  readonly unknown: string
  readonly unknowns: readonly string[]
  readonly equations: FieldEquations | undefined
}) {
  const { side, unknown, unknowns, equations } = props
  const workbench = useWorkbench()
  const { problem } = useExperiment()
  const { errors } = useChecked()
  const { keys, texts } = conditionOf(problem, side, unknown)
  const own = equations?.boundary.filter((condition) => isOn(condition, side, equations) && equations.unknowns[condition.unknown] === unknown) ?? [] // biome-ignore format: one list
  const rows = Math.max(1, texts.length, Math.min(2, own.length))
  const put = (index: number, text: string, gesture?: string) =>
    workbench.document.edit(
      `${unknown} on ${side}`,
      (present) => {
        const before = conditionOf(present.problem, side, unknown).texts
        const next = Array.from({ length: rows }, (_, i) => (i === index ? text : (before[i] ?? '')))
        return withCondition(present, side, unknowns, unknown, next)
      },
      gesture,
    )
  return (
    <div className="conditions">
      {Array.from({ length: rows }, (_, i) => {
        const text = texts[i] ?? ''
        const kind = text === '' ? 'free' : (kinds.find(({ matches }) => matches.test(text))?.id ?? 'mixed')
        const at = placeErrors(keys, texts.length).slice(0, texts.length > 1 ? undefined : 2)
        const wrong = (texts.length > 1 ? [at[i + 1] ?? []] : at).flatMap((place) => errorsAt(errors, place))
        const condition = own[i]
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions of a side have no other name
          <div key={i} className="condition-row">
            <span className="mono">{i === 0 ? unknown : ''}</span>
            <select
              className="select"
              aria-label={`Kind of condition of ${unknown}, ${titleOf(side).toLowerCase()}`}
              data-testid={`kind-${side}-${unknown}`}
              value={kind}
              onChange={(event) => {
                const next = event.currentTarget.value
                put(i, kinds.find(({ id }) => id === next)?.text(unknown) ?? '')
              }}
            >
              <option value="free">Default</option>
              {kinds.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
            <FormulaLeaf
              label={`Condition of ${unknown}, ${titleOf(side).toLowerCase()}`}
              value={text}
              errors={wrong}
              placeholder={`dn(${unknown}) = 0`}
              testId={`condition-${side}-${unknown}${i > 0 ? `-${i + 1}` : ''}`}
              onText={(typed, gesture) => put(i, typed, gesture)}
              onSettle={() => workbench.document.endGesture()}
            />
            {condition && equations && wrong.length === 0 ? (
              <span className="typeset-condition">
                <Formula latex={conditionLatex(condition, equations)} />
              </span>
            ) : null}
          </div>
        )
      })}
    </div>
  )
}

function isOn({ side }: BoundaryCondition, name: SideName, { axes }: FieldEquations): boolean {
  if (side === 'inside') return name === 'inside'
  return `${axes[side.axis]}${side.end === 'from' ? '-' : '+'}` === name
}
