// Runs in the page: the conformance suite against the host that pick-host.ts chose, with a person made of OPFS files.
import { pickHost } from '../../src/hosts/browser/pick-host.ts'
import { hostPromises, storePromises } from '../../src/hosts/conformance.ts'

interface Verdict {
  readonly name: string
  readonly reason?: string
}

let saved: FileSystemFileHandle | undefined
let picked: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] | undefined
let answer: 'accept' | 'cancel' = 'accept'

/** Real file handles of the browser (origin private file system), in place of the dialogue a test cannot click. */
async function fileInOpfs(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<FileSystemFileHandle> {
  const folder = await navigator.storage.getDirectory()
  const file = await folder.getFileHandle(name, { create: true })
  const stream = await file.createWritable()
  await stream.write(bytes)
  await stream.close()
  return file
}
const cancelled = () => new DOMException('The user aborted a request.', 'AbortError')

const pickers = {
  async showOpenFilePicker() {
    if (!picked) throw cancelled()
    return Promise.all(picked.map((file) => fileInOpfs(file.name, file.bytes)))
  },
  async showSaveFilePicker(options: { suggestedName: string }) {
    if (answer === 'cancel') throw cancelled()
    saved = await fileInOpfs(options.suggestedName, new Uint8Array())
    return saved
  },
}

async function conform(hasPdf: boolean): Promise<readonly Verdict[]> {
  const host = await pickHost(window, (message) => console.error(message))
  const verdicts: Verdict[] = []
  const judge = async (name: string, check: () => Promise<void>) => {
    try {
      await check()
      verdicts.push({ name })
    } catch (error) {
      verdicts.push({ name, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  for (const promise of storePromises)
    await judge(promise.name, () =>
      promise.check({ files: host.files, reopen: async () => (await pickHost(window)).files }),
    )
  for (const promise of hostPromises)
    await judge(promise.name, () =>
      promise.check({
        host,
        pickNext: (files) => {
          picked = files
        },
        saveNext: (next) => {
          answer = next
        },
        savedBytes: async () => saved && new Uint8Array(await (await saved.getFile()).arrayBuffer()),
        canSaveAgain: true,
        hasPdf,
      }),
    )
  return verdicts
}

Object.assign(window, { conform, pickHost, pickers })
Object.assign(window, pickers)
