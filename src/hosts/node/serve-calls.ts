import { ZodError } from 'zod'
import { InvalidInput } from '../../core/errors.ts'
import type { Files } from '../../experiment/files.ts'
import type { PickedFile } from '../../experiment/host.ts'
import { requests } from '../channels.ts'
import { maximumBytes, maximumHtml } from '../security.ts'
import type { Handles } from './handles.ts'

export interface Answer {
  readonly status: number
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer> | undefined
}

/** Makes a PDF of an HTML document; undefined where this machine has no browser to print with. */
export type PrintToPdf = (
  html: string,
  options: { readonly widthMillimetres?: number; readonly heightMillimetres?: number },
) => Promise<Uint8Array<ArrayBuffer> | undefined>

export interface CallSurroundings {
  readonly files: Files
  readonly handles: Handles
  readonly information: { readonly version: string; readonly platform: string; readonly command: string }
  readonly printToPdf: PrintToPdf
  /** Files given on the command line that no page has taken yet; emptied by taking. */
  readonly takeOpened: () => readonly Pick<PickedFile, 'name' | 'handle'>[]
}

interface Call {
  /** Largest body in bytes. */
  readonly limit: number
  answer(query: URLSearchParams, body: Uint8Array<ArrayBuffer>): Promise<Answer>
}

const text = (words: string, status: number): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  bytes: new TextEncoder().encode(words),
})
const json = (value: unknown): Answer => ({
  ...text(JSON.stringify(value), 200),
  type: 'application/json; charset=utf-8',
})
const binary = (bytes: Uint8Array<ArrayBuffer> | undefined): Answer => ({
  status: bytes ? 200 : 204,
  type: 'application/octet-stream',
  bytes,
})
const nothing = binary(undefined)
const numberIn = (query: URLSearchParams, name: string) => (query.has(name) ? { [name]: Number(query.get(name)) } : {})

/** The calls a page may make, by name. Every argument goes through the parser it has on Electron's wire too. */
export function makeCalls(around: CallSurroundings): ReadonlyMap<string, Call> {
  const { files, handles } = around
  const calls: Readonly<Record<string, Call>> = {
    information: { limit: 0, answer: async () => json(around.information) },
    opened: { limit: 0, answer: async () => json(around.takeOpened()) },
    readHandle: {
      limit: 0,
      answer: async (query) => {
        const [handle] = requests.readHandle.parse([query.get('handle')])
        return binary(await handles.read(handle))
      },
    },
    writeHandle: {
      limit: maximumBytes,
      answer: async (query, body) => {
        const [handle, bytes] = requests.writeHandle.parse([query.get('handle'), body])
        await handles.write(handle, bytes)
        return nothing
      },
    },
    readKey: {
      limit: 0,
      answer: async (query) => {
        const [key] = requests.readKey.parse([query.get('key')])
        return binary(await files.read(key))
      },
    },
    writeKey: {
      limit: maximumBytes,
      answer: async (query, body) => {
        const [key, bytes] = requests.writeKey.parse([query.get('key'), body])
        await files.write(key, bytes)
        return nothing
      },
    },
    appendKey: {
      limit: maximumBytes,
      answer: async (query, body) => {
        const [key, bytes] = requests.appendKey.parse([query.get('key'), body])
        await files.append(key, bytes)
        return nothing
      },
    },
    removeKey: {
      limit: 0,
      answer: async (query) => {
        const [key] = requests.removeKey.parse([query.get('key')])
        await files.remove(key)
        return nothing
      },
    },
    listKeys: {
      limit: 0,
      answer: async (query) => {
        const [prefix] = requests.listKeys.parse([query.get('prefix') ?? ''])
        return json(await files.list(prefix))
      },
    },
    printToPdf: {
      limit: maximumHtml,
      answer: async (query, body) => {
        const size = { ...numberIn(query, 'widthMillimetres'), ...numberIn(query, 'heightMillimetres') }
        const [html, options] = requests.printToPdf.parse([new TextDecoder().decode(body), size])
        return binary(await around.printToPdf(html, options))
      },
    },
  }
  // A Map: a name like "constructor" must find nothing.
  return new Map(Object.entries(calls))
}

/** What a failed call says to the page: the reason, and nothing of this machine's folders. */
export function answerToFailure(error: unknown): Answer {
  if (error instanceof ZodError) return text(error.issues[0]?.message ?? 'These arguments are not understood.', 400)
  if (error instanceof InvalidInput) return text(error.message, 400)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known: Readonly<Record<string, string>> = {
    ENOSPC: 'The disk is full: free some space, then save again.',
    EDQUOT: 'Your disk quota is used up: free some space, then save again.',
    EACCES: 'This place may not be written to: choose another folder.',
    EPERM: 'This place may not be written to: choose another folder.',
    EROFS: 'This disk is read-only: choose another folder.',
    ENOENT: 'The folder of this file is gone: save it again under a name.',
  }
  if (code) return text(known[code] ?? `The file could not be used (${code}).`, 500)
  return text(error instanceof Error ? error.message : 'This call failed.', 500)
}
