import { autocompletion, type CompletionSource, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap } from '@codemirror/commands'
import { type StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'react'

/** What is wrong at a place of the text; line and column from 1. */
export interface EquationTrouble {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** What a language of equations brings: its colours, what completes a word, and what stands where nothing is typed yet. */
export interface EquationGrammar {
  readonly language: StreamLanguage<unknown>
  readonly complete: CompletionSource
  readonly placeholder: string
}

/** What is asked of an editor of equations in any language. */
export interface EquationsProps {
  readonly text: string
  readonly troubles: readonly EquationTrouble[]
  readonly onText: (text: string) => void
  readonly onBlur: () => void
  readonly onUndo: () => void
  readonly onRedo: () => void
  /** Where the cursor is asked to go. */
  readonly goTo?: { readonly line: number; readonly column: number }
}

export interface EquationEditorProps extends EquationsProps {
  /** The same as long as the editor lives. */
  readonly grammar: EquationGrammar
}

/** The word, number or sign at a column, as offsets in the line. */
function extentAt(line: string, column: number): readonly [number, number] {
  const from = Math.min(Math.max(0, column - 1), Math.max(0, line.length - 1))
  const match = /^(?:[A-Za-z_][A-Za-z0-9_]*'*|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|<=|>=|==|!=|\S)/.exec(
    line.slice(from),
  )
  return [from, Math.max(from + 1, from + (match?.[0].length ?? 1))]
}

/**
 * Equations as text, one line an equation: colours, completion, errors underlined under the character that causes them. Undo is that of
 * the experiment, so that a step back is one everywhere.
 */
export function EquationEditor(props: EquationEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<EditorView>(undefined)
  const present = useRef(props)
  present.current = props
  const { text, troubles, goTo } = props

  useEffect(() => {
    const parent = place.current
    if (!parent) return
    const step = (run: () => void) => () => {
      run()
      return true
    }
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: present.current.text,
        extensions: [
          lineNumbers(),
          drawSelection(),
          EditorView.lineWrapping,
          placeholder(present.current.grammar.placeholder),
          present.current.grammar.language,
          syntaxHighlighting(classHighlighter),
          autocompletion({
            override: [present.current.grammar.complete],
            icons: false,
            activateOnTypingDelay: 60,
          }),
          keymap.of([
            { key: 'Mod-z', run: step(() => present.current.onUndo()), preventDefault: true },
            { key: 'Mod-Shift-z', run: step(() => present.current.onRedo()), preventDefault: true },
            { key: 'Mod-y', run: step(() => present.current.onRedo()), preventDefault: true },
            ...completionKeymap,
            ...defaultKeymap,
          ]),
          EditorView.contentAttributes.of({
            'aria-label': 'Equations, one a line',
            'data-testid': 'equation-editor',
            spellcheck: 'false',
          }),
          EditorView.updateListener.of((update) => {
            const isOurs = update.transactions.some((transaction) => transaction.isUserEvent('programme'))
            if (update.docChanged && !isOurs) present.current.onText(update.state.doc.toString())
            if (update.focusChanged && !update.view.hasFocus) present.current.onBlur()
          }),
        ],
      }),
    })
    editor.current = view
    return () => {
      editor.current = undefined
      view.destroy()
    }
  }, [])

  // What changed elsewhere (undo, a file, a new name) comes in; what is typed here is there already.
  useEffect(() => {
    const view = editor.current
    if (!view || view.state.doc.toString() === text) return
    const head = Math.min(view.state.selection.main.head, text.length)
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      selection: { anchor: head },
      userEvent: 'programme',
    })
  }, [text])

  useEffect(() => {
    const view = editor.current
    if (!view) return
    const { doc } = view.state
    const diagnostics = troubles.flatMap(({ line, column, message }): Diagnostic[] => {
      if (line < 1 || line > doc.lines) return []
      const at = doc.line(line)
      const [from, to] = extentAt(at.text, column)
      return [{ from: Math.min(at.from + from, at.to), to: Math.min(at.from + to, doc.length), severity: 'error', message }] // biome-ignore format: record
    })
    view.dispatch(setDiagnostics(view.state, diagnostics))
  }, [troubles])

  useEffect(() => {
    const view = editor.current
    if (!view || !goTo || goTo.line > view.state.doc.lines) return
    const at = view.state.doc.line(goTo.line)
    const anchor = Math.min(at.to, at.from + goTo.column - 1)
    view.dispatch({ selection: { anchor }, scrollIntoView: true })
    view.focus()
  }, [goTo])

  return <div ref={place} className="equation-editor" />
}
