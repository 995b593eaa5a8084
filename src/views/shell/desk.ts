import type { Files } from '../../experiment/files.ts'

/** A file that a person picked or dropped; the handle is opaque. */
export interface PickedFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly handle?: string
}

/** What the window needs from outside itself; every `Host` is one. Said here because views know nothing of hosts. */
export interface Desk {
  readonly information: {
    readonly kind: 'electron' | 'web' | 'site'
    readonly version: string
    readonly platform: string
    readonly isIsolated: boolean
    readonly command?: string
  }
  openFiles(options: {
    readonly title: string
    readonly extensions: readonly string[]
    readonly multiple: boolean
  }): Promise<readonly PickedFile[]>
  saveFile(options: {
    readonly suggestedName: string
    readonly bytes: Uint8Array<ArrayBuffer>
  }): Promise<{ readonly name: string; readonly handle?: string } | undefined>
  /**
   * Asks once for a place and saves several files there, each made when its turn comes (undefined: left out). Returns the names
   * written; none where the person cancels. Absent: files are saved one by one.
   */
  saveFiles?(options: {
    readonly names: readonly string[]
    readonly make: (name: string) => Promise<Uint8Array<ArrayBuffer> | undefined>
  }): Promise<readonly string[]>
  writeHandle(handle: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  readonly files: Files
  printToPdf(
    html: string,
    options: { readonly widthMillimetres?: number; readonly heightMillimetres?: number },
  ): Promise<Uint8Array<ArrayBuffer> | undefined>
  print?(html: string): Promise<void>
  shareLink?(document: string): string
  onOpen(listener: (file: PickedFile) => void): () => void
  setTitle(title: string): void
}
