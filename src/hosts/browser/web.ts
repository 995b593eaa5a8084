import type { Host, PickedFile } from '../../experiment/host.ts'
import { bytesOf, type Loopback, makeLoopbackFiles, makeLoopbackRequest } from './loopback.ts'
import type { PageFiles } from './page-files.ts'

/** The outside of the page, handed in so that the same code runs in a test against a real server. */
export interface WebSurroundings extends Loopback {
  readonly isIsolated: boolean
  readonly pageFiles: PageFiles
  readonly print: (html: string) => Promise<void>
  readonly setTitle: (title: string) => void
}

/** What the server says of itself. */
interface ServerInformation {
  readonly version: string
  readonly platform: string
  readonly command: string
}

/**
 * The host of a page served by `isoline serve`: the store, saved places and PDF are the server's, each request carrying the
 * token of this start. @throws Error for people where the server is gone or the token is not its own
 */
export async function makeWebHost(around: WebSurroundings): Promise<Host> {
  const request = makeLoopbackRequest(around)
  const server: ServerInformation = parseInformation(await (await request('information', {})).json())
  const files = makeLoopbackFiles(request)
  /** Handles of files named on the server's command line; others are the browser's own. */
  const serverHandles = new Set<string>()
  return {
    information: { kind: 'web', isIsolated: around.isIsolated, ...server },
    files,
    openFiles: around.pageFiles.openFiles,
    saveFile: around.pageFiles.saveFile,
    saveFiles: around.pageFiles.saveFiles,
    async writeHandle(handle, bytes) {
      if (serverHandles.has(handle)) await request('writeHandle', { handle }, bytes)
      else await around.pageFiles.writeHandle(handle, bytes)
    },
    async printToPdf(html, options) {
      const query: Record<string, string> = {}
      if (options.widthMillimetres !== undefined) query.widthMillimetres = String(options.widthMillimetres)
      if (options.heightMillimetres !== undefined) query.heightMillimetres = String(options.heightMillimetres)
      return bytesOf(await request('printToPdf', query, html))
    },
    print: around.print,
    onOpen(listener) {
      let isListening = true
      const fetchOpened = async () => {
        for (const { name, handle } of parseOpened(await (await request('opened', {})).json())) {
          const bytes = await bytesOf(await request('readHandle', { handle }))
          serverHandles.add(handle)
          if (bytes && isListening) listener({ name, bytes, handle } satisfies PickedFile)
        }
      }
      // A file that vanished since is not worth stopping the window for; its absence was said in the terminal.
      fetchOpened().catch(() => {})
      return () => {
        isListening = false
      }
    },
    setTitle: around.setTitle,
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function parseInformation(value: unknown): ServerInformation {
  const { version, platform, command } = isRecord(value) ? value : {}
  if (typeof version !== 'string' || typeof platform !== 'string' || typeof command !== 'string')
    throw new Error('The server at this address is not Isoline, or another version of it: reload the page.')
  return { version, platform, command }
}

function parseOpened(value: unknown): readonly { readonly name: string; readonly handle: string }[] {
  return (Array.isArray(value) ? value : []).flatMap((item: unknown) =>
    isRecord(item) && typeof item.name === 'string' && typeof item.handle === 'string'
      ? [{ name: item.name, handle: item.handle }]
      : [],
  )
}
