import { useMemo, useRef } from 'react'
import { EquationEditor, type EquationsProps } from '../editors/equation-editor.tsx'
import { completeEquation, equationLanguage } from './equation-language.ts'

/** The editor in the language of ordinary differential equations. */
export function SystemEditor(props: EquationsProps & { readonly parameters: readonly string[] }) {
  const present = useRef(props)
  present.current = props
  const grammar = useMemo(
    () => ({
      language: equationLanguage,
      complete: completeEquation(() => present.current),
      placeholder: "x' = sigma*(y - x)",
    }),
    [],
  )
  return <EquationEditor {...props} grammar={grammar} />
}
