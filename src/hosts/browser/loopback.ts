import type { Files } from '../../experiment/files.ts'
import { withSafeKeys } from '../safe-keys.ts'

/** How the server of `isoline serve` is reached, from the page or from a worker. */
export interface Loopback {
  readonly fetch: typeof fetch
  /** Origin of the server, `http://127.0.0.1:PORT`. */
  readonly origin: string
  readonly token: string
  /** The page is going away: a request must outlive it. */
  readonly isLeaving: () => boolean
}

/** A question to the server. @throws Error for people where it does not answer or the token is not its own */
export type LoopbackRequest = (
  name: string,
  query: Readonly<Record<string, string>>,
  body?: Uint8Array<ArrayBuffer> | string,
) => Promise<Response>

/** A request that outlives its page may carry 64 KiB in all (Fetch standard, "keepalive"). */
const keepaliveBytes = 60_000

/** Questions to the server, each carrying the token of its start. */
export function makeLoopbackRequest(around: Loopback): LoopbackRequest {
  return async (name, query, body) => {
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
}

/** The bytes of an answer; undefined where it has none. */
export async function bytesOf(answer: Response): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return answer.status === 204 ? undefined : new Uint8Array(await answer.arrayBuffer())
}

/** The store of the server. */
export function makeLoopbackFiles(request: LoopbackRequest): Files {
  return withSafeKeys({
    read: async (key) => bytesOf(await request('readKey', { key })),
    write: async (key, bytes) => void (await request('writeKey', { key }, plain(bytes))),
    append: async (key, bytes) => void (await request('appendKey', { key }, plain(bytes))),
    remove: async (key) => void (await request('removeKey', { key })),
    list: async (prefix) => parseTexts(await (await request('listKeys', { prefix })).json()),
  })
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

function parseTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
