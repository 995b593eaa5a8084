import { randomUUID } from 'node:crypto'
import type * as Electron from 'electron'
import { answerPrint } from './app-protocol.ts'
import { lockSession } from './lockdown.ts'

export type PrintElectron = Pick<typeof Electron, 'BrowserWindow' | 'session'>

const millimetresPerInch = 25.4

/**
 * PDF of a self-contained document, made in a hidden window of its own: sandboxed, without scripts, in a session that
 * shares nothing with the workbench and can fetch nothing.
 */
export async function printInHiddenWindow(
  electron: PrintElectron,
  html: string,
  options: { readonly widthMillimetres?: number | undefined; readonly heightMillimetres?: number | undefined },
): Promise<Uint8Array<ArrayBuffer>> {
  // Without "persist:" a session lives in memory and ends with its windows.
  const session = electron.session.fromPartition(`print-${randomUUID()}`)
  lockSession(session)
  const address = `app://print/${randomUUID()}`
  session.protocol.handle('app', (request) => answerPrint(request, address, html))
  const window = new electron.BrowserWindow({
    show: false,
    webPreferences: {
      session,
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    },
  })
  try {
    await window.loadURL(address)
    const { widthMillimetres, heightMillimetres } = options
    const isSized = widthMillimetres !== undefined && heightMillimetres !== undefined
    const pdf = await window.webContents.printToPDF({
      printBackground: true,
      ...(isSized
        ? {
            pageSize: { width: widthMillimetres / millimetresPerInch, height: heightMillimetres / millimetresPerInch },
            margins: { top: 0, bottom: 0, left: 0, right: 0 },
          }
        : { pageSize: 'A4', preferCSSPageSize: true }),
    })
    return new Uint8Array(pdf)
  } finally {
    window.destroy()
    session.protocol.unhandle('app')
  }
}
