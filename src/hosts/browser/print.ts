/**
 * Opens the browser's printing dialogue on a document of ours. The frame is sandboxed without scripts: what is printed may
 * come from an experiment file of a stranger. Resolves once the dialogue was asked for: not every browser says when it closes.
 */
export function printInFrame(document: Document, html: string): Promise<void> {
  // The one before: its dialogue is closed, or this one could not have been asked for.
  document.getElementById(frameId)?.remove()
  return new Promise((resolve, reject) => {
    const frame = document.createElement('iframe')
    frame.id = frameId
    frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
    frame.setAttribute('aria-hidden', 'true')
    frame.tabIndex = -1
    frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden'
    frame.srcdoc = html
    frame.addEventListener('load', () => {
      const content = frame.contentWindow
      if (!content) {
        frame.remove()
        reject(new Error('The browser did not open the document for printing: save it as HTML and print that.'))
        return
      }
      content.addEventListener('afterprint', () => frame.remove(), { once: true })
      content.print()
      resolve()
    })
    document.body.append(frame)
  })
}

const frameId = 'isoline-print'
