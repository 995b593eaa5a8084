import type { Host } from '../../experiment/host.ts'
import type { Bridge } from '../bridge.ts'
import { withSafeKeys } from '../safe-keys.ts'

/** The host of a page in Electron's window: everything goes through the preload's functions. */
export async function makeDesktopHost(bridge: Bridge, isIsolated: boolean): Promise<Host> {
  const information = await bridge.information()
  return {
    information: { kind: 'electron', isIsolated, ...information },
    openFiles: (options) => bridge.openFiles(options),
    saveFile: (options) => bridge.saveFile(options),
    writeHandle: (handle, bytes) => bridge.writeHandle(handle, bytes),
    files: withSafeKeys({
      read: (key) => bridge.readKey(key),
      write: (key, bytes) => bridge.writeKey(key, bytes),
      append: (key, bytes) => bridge.appendKey(key, bytes),
      remove: (key) => bridge.removeKey(key),
      list: (prefix) => bridge.listKeys(prefix),
    }),
    printToPdf: (html, options) => bridge.printToPdf(html, options),
    onOpen: (listener) => bridge.onOpen(listener),
    setTitle: (title) => void bridge.setTitle(title),
  }
}
