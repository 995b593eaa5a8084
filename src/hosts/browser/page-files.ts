import type { Host, PickedFile } from '../../experiment/host.ts'

/** The functions of a host that a browser's own pickers and downloads serve. */
export type PageFiles = Pick<Host, 'openFiles' | 'saveFile' | 'writeHandle'> & Required<Pick<Host, 'saveFiles'>>

interface PickerWindow {
  showSaveFilePicker?(options: { suggestedName: string; id: string }): Promise<FileSystemFileHandle>
  showDirectoryPicker?(options: { mode: 'readwrite'; id: string }): Promise<FileSystemDirectoryHandle>
  showOpenFilePicker?(options: {
    multiple: boolean
    id: string
    types?: { description: string; accept: Record<string, string[]> }[]
  }): Promise<FileSystemFileHandle[]>
}

const isCancelled = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'

const readFile = async (file: File) => new Uint8Array(await file.arrayBuffer())

/**
 * Files through the browser: its pickers where it has them (Chromium: a handle that can be saved to again; the browser swaps
 * the finished file in, so a save is whole or not at all), else an input and a download.
 */
export function makePageFiles(page: Window & PickerWindow): PageFiles {
  // The browser's own objects stay here; what leaves is a number in words.
  const handles = new Map<string, FileSystemFileHandle>()
  const keep = (file: FileSystemFileHandle) => {
    const handle = page.crypto.randomUUID()
    handles.set(handle, file)
    return handle
  }
  async function writeTo(file: FileSystemFileHandle, bytes: Uint8Array<ArrayBuffer>) {
    const stream = await file.createWritable()
    await stream.write(bytes)
    await stream.close()
  }
  return {
    async openFiles({ title, extensions, multiple }) {
      if (!page.showOpenFilePicker) return pickWithInput(page.document, extensions, multiple)
      try {
        const accept = { '*/*': extensions.map((extension) => `.${extension.split('.').at(-1)}`) }
        const picked = await page.showOpenFilePicker({
          multiple,
          id: 'isoline-open',
          ...(extensions.length > 0 ? { types: [{ description: title, accept }] } : {}),
        })
        return await Promise.all(
          picked.map(async (file) => ({
            name: file.name,
            bytes: await readFile(await file.getFile()),
            handle: keep(file),
          })),
        )
      } catch (error) {
        if (isCancelled(error)) return []
        throw error
      }
    },
    async saveFile({ suggestedName, bytes }) {
      if (!page.showSaveFilePicker) return download(page, suggestedName, bytes)
      try {
        const file = await page.showSaveFilePicker({ suggestedName, id: 'isoline-save' })
        await writeTo(file, bytes)
        return { name: file.name, handle: keep(file) }
      } catch (error) {
        if (isCancelled(error)) return undefined
        // Without a fresh click the browser refuses its picker; the bytes must not be lost for that.
        if (error instanceof DOMException && error.name === 'SecurityError') return download(page, suggestedName, bytes)
        throw error
      }
    },
    async saveFiles({ names, make }) {
      // Asked first, while the click is fresh; the files are made after it.
      const folder = await pickFolder(page)
      if (folder === 'cancelled') return []
      const written: string[] = []
      for (const name of names) {
        const bytes = await make(name)
        if (!bytes) continue
        if (folder) await writeTo(await folder.getFileHandle(name, { create: true }), bytes)
        else {
          download(page, name, bytes)
          // Browsers drop downloads that begin in the same instant.
          await new Promise((resolve) => page.setTimeout(resolve, 150))
        }
        written.push(name)
      }
      return written
    },
    async writeHandle(handle, bytes) {
      const file = handles.get(handle)
      if (!file) throw new Error('The place of this file is no longer known: save it again under a name.')
      await writeTo(file, bytes)
    },
  }
}

/** The folder chosen; undefined where the browser has no picker of folders or refuses it: then files are downloaded. */
async function pickFolder(page: PickerWindow): Promise<FileSystemDirectoryHandle | 'cancelled' | undefined> {
  // Where a single file is downloaded, several are too.
  if (!page.showSaveFilePicker || !page.showDirectoryPicker) return undefined
  try {
    return await page.showDirectoryPicker({ mode: 'readwrite', id: 'isoline-export' })
  } catch (error) {
    if (isCancelled(error)) return 'cancelled'
    if (error instanceof DOMException && error.name === 'SecurityError') return undefined
    throw error
  }
}

function download(page: Window, name: string, bytes: Uint8Array<ArrayBuffer>) {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }))
  const link = page.document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download begins after this turn; the address must outlive it.
  page.setTimeout(() => URL.revokeObjectURL(address), 60_000)
  return { name }
}

function pickWithInput(document: Document, extensions: readonly string[], multiple: boolean) {
  return new Promise<readonly PickedFile[]>((resolve, reject) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = multiple
    input.accept = extensions.map((extension) => `.${extension.split('.').at(-1)}`).join(',')
    input.hidden = true
    const finish = () => input.remove()
    input.addEventListener('cancel', () => {
      finish()
      resolve([])
    })
    input.addEventListener('change', () => {
      finish()
      Promise.all(
        [...(input.files ?? [])].map(async (file) => ({ name: file.name, bytes: await readFile(file) })),
      ).then(resolve, reject)
    })
    document.body.append(input)
    input.click()
  })
}
