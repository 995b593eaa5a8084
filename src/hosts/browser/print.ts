/**
 * Opens the browser's printing dialogue on a document of ours; resolves when it is closed. The frame is sandboxed without
 * scripts: what is printed may come from an experiment file of a stranger.
 */
export function printInFrame(document: Document, html: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
    frame.setAttribute('aria-hidden', 'true')
    frame.style.cssText = 'position:fixed;width:0;height:0;border:0;visibility:hidden'
    frame.srcdoc = html
    frame.addEventListener('load', () => {
      const content = frame.contentWindow
      const finish = () => {
        frame.remove()
        resolve()
      }
      if (!content) {
        frame.remove()
        reject(new Error('The browser did not open the document for printing: save it as HTML and print that.'))
        return
      }
      content.addEventListener('afterprint', finish, { once: true })
      content.print()
    })
    document.body.append(frame)
  })
}
