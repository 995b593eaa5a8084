import { renderToString } from 'katex'
import { type Html, html, raw } from './html.ts'

/** LaTeX as MathML, which browsers draw without a style sheet or fonts; as plain text where it cannot be read. */
export function mathematics(latex: string, isDisplay = false): Html {
  try {
    return raw(
      renderToString(latex, {
        output: 'mathml',
        displayMode: isDisplay,
        throwOnError: true,
        trust: false,
        maxExpand: 1000,
      }),
    )
  } catch {
    return html`<code>${latex}</code>`
  }
}
