import { useMemo, useRef } from 'react'
import { EquationEditor, type EquationsProps } from '../editors/equation-editor.tsx'
import { completeField, type FieldVocabulary, fieldLanguage } from './field-language.ts'

/** The editor in the language of partial differential equations. */
export function FieldEditor({ vocabulary, ...props }: EquationsProps & { readonly vocabulary: FieldVocabulary }) {
  const present = useRef(vocabulary)
  present.current = vocabulary
  const grammar = useMemo(
    () => ({
      language: fieldLanguage,
      complete: completeField(() => present.current),
      placeholder: 'u_t = D*laplacian(u)',
    }),
    [],
  )
  return <EquationEditor {...props} grammar={grammar} />
}
