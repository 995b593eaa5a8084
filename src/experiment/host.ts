import type { Files } from './files.ts'
import type { OpenRun } from './keeper-client.ts'

/** A file that a person picked or dropped; the handle is opaque: the page never names a path. */
export interface PickedFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Saves to the same place later; absent where the host cannot. */
  readonly handle?: string
}

export interface HostInformation {
  readonly kind: 'electron' | 'web' | 'site'
  readonly version: string
  readonly platform: string
  /** SharedArrayBuffer is there. */
  readonly isIsolated: boolean
  /** The command that reproduces from a terminal, before the file's name; absent on a static site. */
  readonly command?: string
}

/** What a window needs from outside itself: files, dialogs, printing. Each host passes `conformance.ts`. */
export interface Host {
  readonly information: HostInformation
  /** Opens the picker; empty where the person cancels. @param extensions without dots; empty: any */
  openFiles(options: {
    readonly title: string
    readonly extensions: readonly string[]
    readonly multiple: boolean
  }): Promise<readonly PickedFile[]>
  /** Asks for a place and saves there, atomically; undefined where the person cancels. */
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
  /** Saves to a place picked before, atomically. */
  writeHandle(handle: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Autosave, runs and settings: kept between windows. */
  readonly files: Files
  /** Writes the folders of runs into `files` in a worker, where the host has one; absent: the page writes them itself. */
  readonly openRun?: OpenRun
  /** PDF of a self-contained HTML document; undefined where the host has no printer to PDF (say so to the person). */
  printToPdf(
    html: string,
    options: { readonly widthMillimetres?: number; readonly heightMillimetres?: number },
  ): Promise<Uint8Array<ArrayBuffer> | undefined>
  /**
   * Opens the browser's own printing dialogue, whose "Save as PDF" is the way where `printToPdf` answers undefined;
   * absent where `printToPdf` always works.
   */
  print?(html: string): Promise<void>
  /** The address that opens this experiment anywhere, the document in its fragment; only a static site has one. */
  shareLink?(document: string): string
  /** Experiment files handed to the host from outside (command line, double click, second instance, share link). */
  onOpen(listener: (file: PickedFile) => void): () => void
  setTitle(title: string): void
}
