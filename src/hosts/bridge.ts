import type { PickedFile } from '../experiment/host.ts'

/** What the preload hands to the page as `window.isoline`: a dozen functions over fixed channels, and nothing of Electron. */
export interface Bridge {
  information(): Promise<{ readonly version: string; readonly platform: string; readonly command?: string }>
  openFiles(options: {
    readonly title: string
    readonly extensions: readonly string[]
    readonly multiple: boolean
  }): Promise<readonly PickedFile[]>
  saveFile(options: {
    readonly suggestedName: string
    readonly bytes: Uint8Array
  }): Promise<{ readonly name: string; readonly handle?: string } | undefined>
  writeHandle(handle: string, bytes: Uint8Array): Promise<void>
  readKey(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>
  writeKey(key: string, bytes: Uint8Array): Promise<void>
  appendKey(key: string, bytes: Uint8Array): Promise<void>
  removeKey(key: string): Promise<void>
  listKeys(prefix: string): Promise<readonly string[]>
  printToPdf(
    html: string,
    options: { readonly widthMillimetres?: number; readonly heightMillimetres?: number },
  ): Promise<Uint8Array<ArrayBuffer> | undefined>
  setTitle(title: string): Promise<void>
  onOpen(listener: (file: PickedFile) => void): () => void
}
