// The loopback server under attack. Each test fails when its item is taken out of serve.ts or serve-guard.ts.
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Files } from '../../src/experiment/files.ts'
import { type LoopbackServer, serve } from '../../src/hosts/node/serve.ts'
import { makeToken } from '../../src/hosts/node/serve-guard.ts'
import { makeMemoryFiles } from '../support/memory-files.ts'

let server: LoopbackServer
let files: Files
let token: string
let folder: string

const options = (webFolder: string) => ({
  webFolder,
  files,
  information: { version: '1', platform: 'test', command: 'isoline run' },
  printToPdf: async () => undefined,
  port: 0,
  opened: [],
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoline-serve-'))
  const web = join(folder, 'web')
  await mkdir(join(web, 'assets'), { recursive: true })
  await mkdir(join(folder, 'web-other'))
  await writeFile(join(web, 'index.html'), '<!doctype html><title>page</title>')
  await writeFile(join(web, 'assets/a-1f.js'), 'export {}')
  await writeFile(join(web, '.stamp'), 'hidden')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'web-other/secret.txt'), 'secret')
  await symlink(join(folder, 'secret.txt'), join(web, 'link.txt'))
  files = makeMemoryFiles()
  server = await serve(options(web))
  token = new URL(server.address).hash.replace('#token=', '')
})
afterAll(() => server.close())

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A request as an attacker writes it: the path is sent as it is, every header can be set. */
function ask(
  path: string,
  given: { method?: string; headers?: Record<string, string>; body?: string; without?: string[] } = {},
): Promise<Answer> {
  const isCall = path.startsWith('/api/') && path !== '/api/hello'
  const headers: Record<string, string> = {
    Host: `127.0.0.1:${server.port}`,
    ...(isCall ? { Origin: `http://127.0.0.1:${server.port}`, 'X-Isoline-Token': token } : {}),
    ...given.headers,
  }
  for (const name of given.without ?? []) delete headers[name]
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, path, method: given.method ?? (isCall ? 'POST' : 'GET'), headers },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => {
          text += piece
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      },
    )
    request.on('error', reject)
    request.end(given.body)
  })
}

test('the page, its scripts and the calls answer to a rightful request', async () => {
  expect((await ask('/')).text).toContain('<title>page')
  expect((await ask('/assets/a-1f.js')).headers['content-type']).toContain('text/javascript')
  expect((await ask('/api/writeKey?key=a/b', { body: 'x' })).status).toBe(204)
  expect((await ask('/api/readKey?key=a/b')).text).toBe('x')
  expect((await ask('/api/information')).status).toBe(200)
  expect((await ask('/', { method: 'HEAD' })).text).toBe('')
})

test('it listens on 127.0.0.1 only, not on every address of the machine', async () => {
  // 127.0.0.2 is this machine too: a server on 0.0.0.0 would answer there.
  const outcome = await new Promise<string>((resolve) => {
    const socket = connect({ host: '127.0.0.2', port: server.port })
    socket.on('connect', () => resolve('connected'))
    socket.on('error', () => resolve('refused'))
  })
  expect(outcome).toBe('refused')
})

test('the address carries the key in its fragment, never in what is sent; each start has its own of 256 bits', async () => {
  const url = new URL(server.address)
  expect(url.search).toBe('')
  expect(url.pathname).toBe('/')
  expect(Buffer.from(token, 'base64url').length).toBe(32)
  expect(new Set(Array.from({ length: 100 }, makeToken)).size).toBe(100)
})

test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example'])(
  'Host "%s" is turned away: DNS rebinding',
  async (Host) => {
    expect((await ask('/', { headers: { Host } })).status).toBe(421)
    expect((await ask('/api/readKey?key=a/b', { headers: { Host, Origin: `http://${Host}` } })).status).toBe(421)
  },
)

test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1', ''])(
  'Origin "%s" is turned away from the calls',
  async (Origin) => {
    expect((await ask('/api/readKey?key=a/b', { headers: { Origin } })).status).toBe(403)
  },
)

test('a call without Origin, or marked cross-site by the browser, is turned away', async () => {
  expect((await ask('/api/readKey?key=a/b', { without: ['Origin'] })).status).toBe(403)
  expect((await ask('/api/readKey?key=a/b', { headers: { 'Sec-Fetch-Site': 'cross-site' } })).status).toBe(403)
  expect((await ask('/api/readKey?key=a/b', { headers: { 'Sec-Fetch-Site': 'same-site' } })).status).toBe(403)
})

test('a call without the key, with another or with a part of it is turned away', async () => {
  expect((await ask('/api/readKey?key=a/b', { without: ['X-Isoline-Token'] })).status).toBe(403)
  for (const wrong of [makeToken(), token.slice(0, -1), `${token}A`, ''])
    expect((await ask('/api/readKey?key=a/b', { headers: { 'X-Isoline-Token': wrong } })).status).toBe(403)
  expect((await ask(`/api/readKey?key=a/b&token=${token}`, { without: ['X-Isoline-Token'] })).status).toBe(403)
})

test('calls answer to POST only, so that no link or picture can make one; no answer allows other origins', async () => {
  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS'])
    expect((await ask('/api/readKey?key=a/b', { method })).status).toBe(405)
  for (const path of ['/', '/api/information', '/api/hello', '/nothing'])
    expect((await ask(path)).headers['access-control-allow-origin']).toBeUndefined()
  expect((await ask('/', { method: 'POST' })).status).toBe(405)
})

test('every answer, good or bad, carries the page’s policy', async () => {
  for (const path of ['/', '/assets/a-1f.js', '/nothing', '/api/information', '/api/nothing', '/api/hello']) {
    const { headers } = await ask(path)
    // The policy of the design, platform.md, word for word.
    for (const directive of [
      "default-src 'self'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "worker-src 'self' blob:",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ])
      expect(String(headers['content-security-policy']).split('; ')).toContain(directive)
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp')
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
  }
})

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/assets/../../secret.txt',
  '/assets/..%5c..%5csecret.txt',
  '/..\\secret.txt',
  '/../web-other/secret.txt',
  '//etc/passwd',
  '/%2fetc/passwd',
  '/%00/../secret.txt',
  '/%c0%ae%c0%ae/secret.txt',
  '/%252e%252e/secret.txt',
  '/link.txt',
  '/.stamp',
  '/assets',
  '/%',
  'http://evil.example/../secret.txt',
])('%s leads nowhere', async (path) => {
  const answer = await ask(path)
  expect(answer.status).toBe(404)
  expect(answer.text).not.toContain('secret')
  expect(answer.text).not.toContain('hidden')
})

test.each(['../outside', '/etc/passwd', 'a/../../b', '', 'a%00b', 'a\\b'])('key "%s" is refused', async (key) => {
  for (const call of ['readKey', 'writeKey', 'appendKey', 'removeKey'])
    expect(
      (await ask(`/api/${call}?key=${encodeURIComponent(key)}`, { body: call.startsWith('re') ? '' : 'x' })).status,
    ).toBe(400)
  expect(await files.list('')).toEqual(['a/b'])
})

test('names that every object has are no calls', async () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'readKey/'])
    expect((await ask(`/api/${name}`)).status).toBe(404)
})

test('a body larger than the call allows is refused, announced or not', async () => {
  expect((await ask('/api/readKey?key=a/b', { body: 'x' })).status).toBe(413)
  const announced = await ask('/api/writeKey?key=big', { headers: { 'Content-Length': String(2 ** 40) } })
  expect(announced.status).toBe(413)
  const chunked = await ask('/api/information', { headers: { 'Transfer-Encoding': 'chunked' }, body: 'x'.repeat(1000) })
  expect(chunked.status).toBe(413)
  expect(await files.read('big')).toBeUndefined()
})

test('a handle is known only if it was given, and hostile ones are refused', async () => {
  for (const handle of ['/etc/passwd', '../x', '00000000-0000-4000-8000-000000000000']) {
    expect((await ask(`/api/readHandle?handle=${encodeURIComponent(handle)}`)).status).toBeGreaterThanOrEqual(400)
    expect(
      (await ask(`/api/writeHandle?handle=${encodeURIComponent(handle)}`, { body: 'x' })).status,
    ).toBeGreaterThanOrEqual(400)
  }
})

test('a failure inside tells the page the remedy and nothing of this machine’s folders', async () => {
  const failing = await serve({
    ...options(join(folder, 'web')),
    files: {
      ...files,
      write: async () => {
        throw Object.assign(new Error(`ENOSPC: no space left on device, open '${folder}/x'`), { code: 'ENOSPC' })
      },
    },
  })
  const answer = await fetch(`http://127.0.0.1:${failing.port}/api/writeKey?key=a`, {
    method: 'POST',
    headers: {
      Origin: `http://127.0.0.1:${failing.port}`,
      'X-Isoline-Token': new URL(failing.address).hash.replace('#token=', ''),
    },
    body: 'x',
  })
  expect(answer.status).toBe(500)
  const text = await answer.text()
  expect(text).toContain('free some space')
  expect(text).not.toContain(folder)
  await failing.close()
})

test('the door for the browser opens once: the address on a command line is worth nothing afterwards', async () => {
  const path = new URL(server.doorAddress).pathname
  expect((await ask(`${path}x`)).status).toBe(404)
  const first = await ask(path)
  expect(first.status).toBe(303)
  expect(first.headers.location).toBe(`/#token=${token}`)
  expect((await ask(path)).status).toBe(403)
})

test('a taken port is explained; a stopped server finishes the write it began', async () => {
  await expect(serve({ ...options(folder), port: server.port })).rejects.toThrow(/taken.*--port/)
  const slow = makeMemoryFiles()
  let begun = () => {}
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve
  })
  const other = await serve({
    ...options(join(folder, 'web')),
    files: {
      ...slow,
      write: async (key, bytes) => {
        begun()
        await new Promise((resolve) => setTimeout(resolve, 200))
        await slow.write(key, bytes)
      },
    },
  })
  const writing = fetch(`http://127.0.0.1:${other.port}/api/writeKey?key=last`, {
    method: 'POST',
    headers: {
      Origin: `http://127.0.0.1:${other.port}`,
      'X-Isoline-Token': new URL(other.address).hash.replace('#token=', ''),
    },
    body: 'kept',
  })
  await hasBegun
  await other.close()
  expect((await writing).status).toBe(204)
  expect(new TextDecoder().decode(await slow.read('last'))).toBe('kept')
  await expect(fetch(`http://127.0.0.1:${other.port}/`)).rejects.toThrow()
})
