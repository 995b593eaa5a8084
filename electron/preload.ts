import { contextBridge, ipcRenderer } from 'electron'
import type { PickedFile } from '../src/experiment/host.ts'
import type { Bridge } from '../src/hosts/bridge.ts'

// Written out, not imported: a sandboxed preload has no modules, and these few words must stay visible to a reviewer.
const bridge: Bridge = {
  information: () => ipcRenderer.invoke('isoline:information'),
  openFiles: (options) => ipcRenderer.invoke('isoline:openFiles', options),
  saveFile: (options) => ipcRenderer.invoke('isoline:saveFile', options),
  writeHandle: (handle, bytes) => ipcRenderer.invoke('isoline:writeHandle', handle, bytes),
  readKey: (key) => ipcRenderer.invoke('isoline:readKey', key),
  writeKey: (key, bytes) => ipcRenderer.invoke('isoline:writeKey', key, bytes),
  appendKey: (key, bytes) => ipcRenderer.invoke('isoline:appendKey', key, bytes),
  removeKey: (key) => ipcRenderer.invoke('isoline:removeKey', key),
  listKeys: (prefix) => ipcRenderer.invoke('isoline:listKeys', prefix),
  printToPdf: (html, options) => ipcRenderer.invoke('isoline:printToPdf', html, options),
  setTitle: (title) => ipcRenderer.invoke('isoline:setTitle', title),
  onOpen(listener) {
    // The event itself would hand its sender to the page: only the file goes on.
    const receive = (_event: unknown, file: PickedFile) => listener(file)
    ipcRenderer.on('isoline:open', receive)
    void ipcRenderer.invoke('isoline:ready')
    return () => void ipcRenderer.removeListener('isoline:open', receive)
  },
}

contextBridge.exposeInMainWorld('isoline', bridge)
