import { array, boolean, custom, number, strictObject, string, tuple } from 'zod'
import { isSafeKey } from '../experiment/files.ts'
import { isSafePrefix } from './safe-keys.ts'
import { maximumBytes, maximumHtml } from './security.ts'

const bytes = custom<Uint8Array<ArrayBuffer>>(
  (value) => value instanceof Uint8Array && value.byteLength <= maximumBytes,
  'bytes are expected, 256 MiB at most',
)
const key = string().refine(
  isSafeKey,
  'this is no key of the store: parts of letters, digits, "_", ".", "-", "+" and spaces',
)
const prefix = string().refine(isSafePrefix, 'this is no beginning of a key')
const handle = string().regex(/^[0-9a-f-]{36}$/, 'this is no handle')
const extension = string().regex(/^[A-Za-z0-9]{1,16}(\.[A-Za-z0-9]{1,16})?$/, 'an extension is letters and digits')
const isFileName = (name: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  name.length > 0 && name.length <= 200 && !/[\u0000-\u001f\u007f/\\]/.test(name) && name !== '.' && name !== '..'
const fileName = string().refine(isFileName, 'a file name has no folder in it')
const millimetres = number().min(10).max(5000).optional()

/**
 * What each request of a page must look like, whatever wire it comes over (Electron's channels, the loopback server). A page
 * is not trusted: it may have been fed a hostile file. Parsed arguments are the only ones a host acts on.
 */
export const requests = {
  information: tuple([]),
  openFiles: tuple([
    strictObject({ title: string().max(200), extensions: array(extension).max(64), multiple: boolean() }),
  ]),
  saveFile: tuple([strictObject({ suggestedName: fileName, bytes })]),
  writeHandle: tuple([handle, bytes]),
  readHandle: tuple([handle]),
  readKey: tuple([key]),
  writeKey: tuple([key, bytes]),
  appendKey: tuple([key, bytes]),
  removeKey: tuple([key]),
  listKeys: tuple([prefix]),
  printToPdf: tuple([
    string().max(maximumHtml),
    strictObject({ widthMillimetres: millimetres, heightMillimetres: millimetres }),
  ]),
  setTitle: tuple([string().max(300)]),
  ready: tuple([]),
}

export type RequestName = keyof typeof requests
