import type { Host, HostInformation } from '../../experiment/host.ts'
import { makeIndexedFiles } from './indexed-files.ts'
import type { PageFiles } from './page-files.ts'
import { readShareFragment, shareFragment } from './share-link.ts'

/** The outside of the page, handed in so that the same code runs in a test. */
export interface SiteSurroundings {
  readonly indexedDB: IDBFactory
  readonly information: Omit<HostInformation, 'kind' | 'command'>
  readonly pageFiles: PageFiles
  readonly print: (html: string) => Promise<void>
  readonly setTitle: (title: string) => void
  /** The page's own address, its fragment included. */
  readonly address: string
  /** Takes the experiment out of the address bar once it was opened: a reload restores the edited one. */
  readonly clearFragment: () => void
  /** Says what could not be opened. */
  readonly report: (message: string) => void
}

/** The browser's own store of a site. */
export const siteDatabase = 'isoline'

/** The host of a page on any static server: the browser's own store, saves as downloads, no printer to PDF, nothing sent. */
export function makeSiteHost(around: SiteSurroundings): Host {
  return {
    information: { kind: 'site', ...around.information },
    files: makeIndexedFiles(around.indexedDB, siteDatabase),
    ...around.pageFiles,
    printToPdf: async () => undefined,
    print: around.print,
    shareLink: (document) => new URL(shareFragment(document), around.address).href,
    onOpen(listener) {
      let isListening = true
      queueMicrotask(() => {
        if (!isListening) return
        try {
          const document = readShareFragment(new URL(around.address).hash)
          if (document === undefined) return
          around.clearFragment()
          listener({ name: 'shared.isoline.json', bytes: new TextEncoder().encode(document) })
        } catch (error) {
          around.report(error instanceof Error ? error.message : String(error))
        }
      })
      return () => {
        isListening = false
      }
    },
    setTitle: around.setTitle,
  }
}
