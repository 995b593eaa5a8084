import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import type { Host } from '../../src/experiment/host.ts'
import { makeWebHost } from '../../src/hosts/browser/web.ts'
import { hostPromises, storePromises } from '../../src/hosts/conformance.ts'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { type LoopbackServer, serve } from '../../src/hosts/node/serve.ts'
import { makeFakePageFiles } from './fake-page-files.ts'

const pdf = new TextEncoder().encode('%PDF-1.4 …')
const handed = { name: 'shared.isoline.json', text: '{"isoline":1}' }
let state: string
let server: LoopbackServer
const fake = makeFakePageFiles()

async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'isoline-web-'))
  await writeFile(join(folder, handed.name), handed.text)
  return serve({
    webFolder: folder,
    files: makeDiskFiles(state),
    information: { version: '1', platform: 'test', command: 'isoline run' },
    printToPdf: async () => pdf,
    port: 0,
    opened: [join(folder, handed.name)],
  })
}

/** The page's host as it is, over a real connection. Browsers add the Origin; Node's fetch has to be told. */
function hostOf(at: LoopbackServer): Promise<Host> {
  const url = new URL(at.address)
  return makeWebHost({
    fetch: (address, init) =>
      fetch(address, { ...init, headers: { ...(init?.headers as Record<string, string>), Origin: url.origin } }),
    origin: url.origin,
    token: url.hash.replace('#token=', ''),
    isIsolated: true,
    pageFiles: fake.pageFiles,
    isLeaving: () => false,
    print: async () => {},
    setTitle: () => {},
  })
}

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'isoline-web-state-'))
  server = await start()
})
afterAll(() => server.close())

for (const promise of storePromises) {
  test(`web host: ${promise.name}`, async () => {
    const { files } = await hostOf(server)
    const reopen = async () => {
      await server.close()
      server = await start()
      return (await hostOf(server)).files
    }
    await promise.check({ files, reopen })
  })
}

for (const promise of hostPromises) {
  test(`web host: ${promise.name}`, async () => {
    const host = await hostOf(server)
    // The file was handed to the server on its command line.
    await promise.check({ host, ...fake.hands, handIn: async () => {}, canSaveAgain: true, hasPdf: true })
  })
}
