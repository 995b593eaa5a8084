import type { Host, PickedFile } from '../experiment/host.ts'
import { assert, isRefused, isSameBytes, noise, type Promised, textOf, utf8 } from './promise.ts'

export { type StoreUnderTest, storePromises } from './conformance-store.ts'

/** A host to be tried, and the hands of the person in front of it. */
export interface HostUnderTest {
  readonly host: Host
  /** What the next picker gives; undefined: the person cancels. */
  pickNext(files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] | undefined): void
  /** What the person answers to the next question for a place. */
  saveNext(answer: 'accept' | 'cancel'): void
  /** What lies now where the last save went. */
  savedBytes(): Promise<Uint8Array | undefined>
  /** Hands a file in from outside (command line, share link …), before anybody listens; absent where the host has no such way. */
  handIn?(file: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }): Promise<void>
  readonly canSaveAgain: boolean
  readonly hasPdf: boolean
}

const openOptions = { title: 'Open', extensions: ['csv', 'isoline.json'], multiple: true }
const csv = { name: 'Messung 1 – 温度.csv', bytes: utf8('t,c\n0,1\n') }

export const hostPromises: readonly Promised<HostUnderTest>[] = [
  {
    name: 'says what it is',
    async check({ host }) {
      assert(['electron', 'web', 'site'].includes(host.information.kind), 'unknown kind')
      assert(host.information.version.length > 0 && host.information.platform.length > 0, 'no version or platform')
      assert((host.information.command === undefined) === (host.information.kind === 'site'), 'command is wrong')
    },
  },
  {
    name: 'opens what the person picks, names and bytes',
    async check({ host, pickNext }) {
      pickNext([csv, { name: 'two.csv', bytes: noise(1000, 3) }])
      const picked = await host.openFiles(openOptions)
      assert(picked.map((file) => file.name).join() === `${csv.name},two.csv`, 'other names')
      assert(isSameBytes(picked[0]?.bytes, csv.bytes) && isSameBytes(picked[1]?.bytes, noise(1000, 3)), 'other bytes')
    },
  },
  {
    name: 'a handle is no path',
    async check({ host, pickNext }) {
      pickNext([csv])
      const [picked] = await host.openFiles({ ...openOptions, multiple: false })
      assert(!/[/\\]|csv/.test(picked?.handle ?? ''), 'the handle tells where the file lies')
    },
  },
  {
    name: 'opens nothing where the person cancels',
    async check({ host, pickNext }) {
      pickNext(undefined)
      assert((await host.openFiles(openOptions)).length === 0, 'something was opened')
    },
  },
  {
    name: 'saves where the person says',
    async check({ host, saveNext, savedBytes }) {
      saveNext('accept')
      const bytes = noise(300_000, 11)
      const saved = await host.saveFile({ suggestedName: 'Ergebnis µ.csv', bytes })
      assert(saved !== undefined && saved.name.length > 0, 'no name came back')
      assert(isSameBytes(await savedBytes(), bytes), 'other bytes were saved')
    },
  },
  {
    name: 'saves to the same place again',
    async check({ host, saveNext, savedBytes, canSaveAgain }) {
      saveNext('accept')
      const saved = await host.saveFile({ suggestedName: 'again.json', bytes: utf8('a first, longer text') })
      assert((saved?.handle !== undefined) === canSaveAgain, 'a handle where none is expected, or none where one is')
      if (saved?.handle === undefined) return
      await host.writeHandle(saved.handle, utf8('second'))
      assert(textOf(await savedBytes()) === 'second', 'the second text is not there')
    },
  },
  {
    name: 'saves nothing where the person cancels',
    async check({ host, saveNext, canSaveAgain }) {
      if (!canSaveAgain) return
      saveNext('cancel')
      assert((await host.saveFile({ suggestedName: 'no.csv', bytes: utf8('x') })) === undefined, 'something was saved')
    },
  },
  {
    name: 'refuses a handle it did not give',
    async check({ host }) {
      for (const handle of ['00000000-0000-4000-8000-000000000000', '/etc/passwd', '../x', ''])
        assert(await isRefused(() => host.writeHandle(handle, utf8('x'))), `${handle} was written to`)
    },
  },
  {
    name: 'makes a PDF, or says that it cannot and prints',
    async check({ host, hasPdf }) {
      const pdf = await host.printToPdf('<!doctype html><title>x</title><p>Ångström</p>', {})
      assert((pdf !== undefined) === hasPdf, 'a PDF where none is expected, or none where one is')
      if (pdf) assert(textOf(pdf.subarray(0, 5)) === '%PDF-', 'this is no PDF')
      else assert(host.print !== undefined, 'neither PDF nor printing dialogue')
    },
  },
  {
    name: 'hands over what was opened from outside, once',
    async check({ host, handIn }) {
      if (!handIn) return
      const given = { name: 'shared.isoline.json', bytes: utf8('{"isoline":1}') }
      await handIn(given)
      const received: PickedFile[] = []
      const stop = host.onOpen((file) => received.push(file))
      for (let waited = 0; waited < 100 && received.length === 0; waited++)
        await new Promise<void>((resolve) => setTimeout(resolve, 20))
      stop()
      assert(received.length === 1, `${received.length} files came`)
      assert(isSameBytes(received[0]?.bytes, given.bytes), 'other bytes came')
    },
  },
]
