import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { securityHeaders } from '../security.ts'
import { makeHandles } from './handles.ts'
import { type Answer, answerToFailure, type CallSurroundings, makeCalls } from './serve-calls.ts'
import { BodyTooLarge, isSameSecret, makeToken, type Refusal, readBody, refuseCall, refuseHost } from './serve-guard.ts'
import { readStaticFile } from './static-folder.ts'

export interface ServeOptions extends Pick<CallSurroundings, 'files' | 'information' | 'printToPdf'> {
  /** The built page; nothing outside it is served. */
  readonly webFolder: string
  /** 0: any free one. */
  readonly port: number
  /** Paths given on the command line, opened in the first page. */
  readonly opened: readonly string[]
}

export interface LoopbackServer {
  readonly port: number
  /** The page with its key in the fragment, which no request ever carries. */
  readonly address: string
  /** Leads to `address` once, within a minute: what a browser is started with, since command lines are public on a machine. */
  readonly doorAddress: string
  /** Takes no more requests, finishes those begun (five seconds at most). */
  close(): Promise<void>
}

/** Serves the workbench to browsers of this machine. @throws Error for people where the port is taken or a file is not there */
export async function serve(options: ServeOptions): Promise<LoopbackServer> {
  const [token, door] = [makeToken(), makeToken()]
  const handles = await makeHandles()
  let waiting = await Promise.all(options.opened.map(async (path) => handles.open(path)))
  const calls = makeCalls({
    ...options,
    handles,
    takeOpened: () => {
      const taken = waiting
      waiting = []
      return taken.map(({ name, handle }) => ({ name, handle }))
    },
  })
  let doorOpenUntil = Date.now() + 60_000
  let port = 0

  async function answer(request: IncomingMessage): Promise<Answer & { headers?: Record<string, string> }> {
    const refused = refuseHost(request, port)
    if (refused) return refusal(refused)
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (url.pathname === '/api/hello') return refusal({ status: 200, message: 'isoline' })
    if (url.pathname.startsWith('/api/')) {
      const stopped = refuseCall(request, token)
      if (stopped) return refusal(stopped)
      const call = calls.get(url.pathname.slice(5))
      if (!call) return refusal({ status: 404, message: 'There is no such call.' })
      return call.answer(url.searchParams, await readBody(request, call.limit))
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refusal({ status: 405, message: 'Only GET is answered here.' })
    if (url.pathname.startsWith('/door/') && isSameSecret(url.pathname.slice(6), door)) {
      if (Date.now() > doorOpenUntil)
        return refusal({ status: 403, message: 'This address was used before: open the one printed in the terminal.' })
      doorOpenUntil = 0
      return { ...refusal({ status: 303, message: '' }), headers: { Location: `/#token=${token}` } }
    }
    // The pathname as sent: URL would have resolved "..", and what asks for that is not to be helped.
    const file = await readStaticFile(options.webFolder, (request.url ?? '/').replace(/[?#].*$/, ''))
    if (!file) return refusal({ status: 404, message: 'There is nothing here.' })
    const caching = file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache'
    return { status: 200, type: file.type, bytes: file.bytes, headers: { 'Cache-Control': caching } }
  }

  async function respond(request: IncomingMessage, response: ServerResponse) {
    const found = await answer(request).catch((error: unknown) => {
      if (!(error instanceof BodyTooLarge)) return answerToFailure(error)
      // The rest of the body is not read: the connection ends with this answer.
      response.shouldKeepAlive = false
      return refusal({ status: 413, message: error.message })
    })
    response.writeHead(found.status, {
      'Cache-Control': 'no-store',
      ...securityHeaders,
      'Content-Type': found.type,
      ...(found.status === 204 ? {} : { 'Content-Length': found.bytes?.length ?? 0 }),
      ...('headers' in found ? found.headers : {}),
    })
    response.end(request.method === 'HEAD' ? undefined : found.bytes)
  }

  const server = createServer(
    { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 300_000, keepAliveTimeout: 5_000 },
    (request, response) => void respond(request, response),
  )
  server.maxHeadersCount = 64
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explainListening(error, options.port)))
    server.listen({ host: '127.0.0.1', port: options.port }, resolve)
  })
  port = (server.address() as AddressInfo).port
  const base = `http://127.0.0.1:${port}/`
  return {
    port,
    address: `${base}#token=${token}`,
    doorAddress: `${base}door/${door}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const patience = setTimeout(() => server.closeAllConnections(), 5_000)
      await closed
      clearTimeout(patience)
    },
  }
}

const refusal = ({ status, message }: Refusal | { readonly status: number; readonly message: string }): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  bytes: new TextEncoder().encode(message),
})

function explainListening(error: Error, port: number): Error {
  const code = 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE')
    return new Error(`Port ${port} is taken: give another with --port, or none for any free one.`)
  if (code === 'EACCES') return new Error(`Port ${port} needs rights this account has not: choose one above 1023.`)
  return error
}
