import type { Files } from '../../experiment/files.ts'
import type { Host, PickedFile } from '../../experiment/host.ts'
import { withSafeKeys } from '../safe-keys.ts'
import type { PageFiles } from './page-files.ts'

/** The outside of the page, handed in so that the same code runs in a test against a real server. */
export interface WebSurroundings {
  readonly fetch: typeof fetch
  /** Origin of the loopback server, `http://127.0.0.1:PORT`. */
  readonly origin: string
  readonly token: string
  readonly isIsolated: boolean
  readonly pageFiles: PageFiles
  /** The page is going away: a request must outlive it. */
  readonly isLeaving: () => boolean
  readonly print: (html: string) => Promise<void>
  readonly setTitle: (title: string) => void
}

/** A request that outlives its page may carry 64 KiB in all (Fetch standard, "keepalive"). */
const keepaliveBytes = 60_000

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
  async function request(
    name: string,
    query: Readonly<Record<string, string>>,
    body?: Uint8Array<ArrayBuffer> | string,
  ) {
    const search = new URLSearchParams(query).toString()
    const size = typeof body === 'string' ? body.length * 3 : (body?.length ?? 0)
    let answer: Response
    try {
      answer = await around.fetch(`${around.origin}/api/${name}${search ? `?${search}` : ''}`, {
        method: 'POST',
        headers: { 'X-Isoline-Token': around.token, 'Content-Type': 'application/octet-stream' },
        body: body ?? '',
        cache: 'no-store',
        redirect: 'error',
        keepalive: around.isLeaving() && size <= keepaliveBytes,
      })
    } catch {
      throw new Error(
        'Isoline in the terminal does not answer: it was stopped. Start it again with "isoline serve"; nothing saved is lost.',
      )
    }
    if (!answer.ok) throw new Error(await messageOf(answer))
    return answer
  }
  const bytesOf = async (answer: Response) =>
    answer.status === 204 ? undefined : new Uint8Array(await answer.arrayBuffer())

  const server: ServerInformation = parseInformation(await (await request('information', {})).json())
  const files: Files = withSafeKeys({
    read: async (key) => bytesOf(await request('readKey', { key })),
    write: async (key, bytes) => void (await request('writeKey', { key }, plain(bytes))),
    append: async (key, bytes) => void (await request('appendKey', { key }, plain(bytes))),
    remove: async (key) => void (await request('removeKey', { key })),
    list: async (prefix) => parseTexts(await (await request('listKeys', { prefix })).json()),
  })
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

/** Shared memory cannot be sent by fetch. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    : bytes.slice()
}

async function messageOf(answer: Response): Promise<string> {
  const text = await answer.text()
  if (answer.status === 403)
    return 'This page belongs to an earlier start of Isoline: open the address that "isoline serve" printed last.'
  return text || `Isoline in the terminal answered ${answer.status}.`
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function parseInformation(value: unknown): ServerInformation {
  const { version, platform, command } = isRecord(value) ? value : {}
  if (typeof version !== 'string' || typeof platform !== 'string' || typeof command !== 'string')
    throw new Error('The server at this address is not Isoline, or another version of it: reload the page.')
  return { version, platform, command }
}

function parseTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

function parseOpened(value: unknown): readonly { readonly name: string; readonly handle: string }[] {
  return (Array.isArray(value) ? value : []).flatMap((item: unknown) =>
    isRecord(item) && typeof item.name === 'string' && typeof item.handle === 'string'
      ? [{ name: item.name, handle: item.handle }]
      : [],
  )
}
