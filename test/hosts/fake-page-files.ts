import type { PageFiles } from '../../src/hosts/browser/page-files.ts'
import { makePageFiles } from '../../src/hosts/browser/page-files.ts'
import type { HostUnderTest } from '../../src/hosts/conformance.ts'

interface Place {
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * The real page-files.ts over a fake window with the File System Access pickers: a person's answers are set beforehand.
 * The same code runs in a real Chromium in test/e2e.
 */
export function makeFakePageFiles(): {
  readonly pageFiles: PageFiles
  readonly hands: Pick<HostUnderTest, 'pickNext' | 'saveNext' | 'savedBytes'>
} {
  let picked: Parameters<HostUnderTest['pickNext']>[0]
  let answer: 'accept' | 'cancel' = 'accept'
  let saved: Place | undefined
  const cancelled = () => Promise.reject(new DOMException('The user aborted a request.', 'AbortError'))
  const handleOf = (name: string, place: Place) => ({
    name,
    getFile: async () => new File([place.bytes], name),
    createWritable: async () => {
      // As the browser does: nothing is seen before close.
      let written = new Uint8Array()
      return {
        write: async (bytes: Uint8Array<ArrayBuffer>) => {
          written = bytes.slice()
        },
        close: async () => {
          place.bytes = written
        },
      }
    },
  })
  const page = {
    crypto: globalThis.crypto,
    showOpenFilePicker: async () =>
      picked ? picked.map((file) => handleOf(file.name, { bytes: file.bytes })) : cancelled(),
    showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
      if (answer === 'cancel') return cancelled()
      saved = { bytes: new Uint8Array() }
      return handleOf(suggestedName, saved)
    },
  }
  return {
    pageFiles: makePageFiles(page as unknown as Parameters<typeof makePageFiles>[0]),
    hands: {
      pickNext: (files) => {
        picked = files
      },
      saveNext: (next) => {
        answer = next
      },
      savedBytes: async () => saved?.bytes,
    },
  }
}
