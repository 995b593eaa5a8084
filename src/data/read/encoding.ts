import { invalid } from '../../core/errors.ts'

export interface Encoding {
  /** `utf-8`, `utf-16le`, `utf-16be` or `latin-1`. */
  readonly name: string
  /** Bytes of the byte-order mark, to be skipped. */
  readonly skip: number
  readonly note: string
}

/** Whether the bytes are UTF-8 from end to end (RFC 3629; overlong forms and surrogates left to the decoder). */
function isUtf8(bytes: Uint8Array): boolean {
  const length = bytes.length
  for (let i = 0; i < length; ) {
    const byte = bytes[i] ?? 0
    if (byte < 0x80) {
      i++
      continue
    }
    const more = byte >= 0xc2 && byte < 0xe0 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : 0
    if (more === 0) return false
    for (let k = 1; k <= more; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return false
    i += more + 1
  }
  return true
}

const known: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8', utf8: 'utf-8', 'utf-8-sig': 'utf-8', ascii: 'utf-8', 'utf-16le': 'utf-16le', 'utf-16': 'utf-16le', 'utf-16be': 'utf-16be',
  'latin-1': 'latin-1', latin1: 'latin-1', 'iso-8859-1': 'latin-1', 'windows-1252': 'latin-1', cp1252: 'latin-1', ansi: 'latin-1',
} // biome-ignore format: a table

/**
 * The encoding of a text file: from its byte-order mark, else UTF-16 by its zero bytes, else UTF-8 where all bytes are, else
 * latin-1 (Windows-1252), in which any bytes are a text.
 * @throws InvalidInput where `wanted` is not an encoding we know
 */
export function findEncoding(bytes: Uint8Array, wanted?: string): Encoding {
  const [a, b, c] = bytes
  const mark =
    a === 0xef && b === 0xbb && c === 0xbf
      ? 'utf-8'
      : a === 0xff && b === 0xfe
        ? 'utf-16le'
        : a === 0xfe && b === 0xff
          ? 'utf-16be'
          : ''
  const skip = mark === 'utf-8' ? 3 : mark ? 2 : 0
  if (wanted !== undefined) {
    const name = Object.hasOwn(known, wanted.toLowerCase()) ? known[wanted.toLowerCase()] : undefined
    if (!name)
      throw invalid(
        'options.encoding',
        `the encoding "${wanted}" is not known; use utf-8, utf-16le, utf-16be or latin-1`,
      )
    return { name, skip: mark === name ? skip : 0, note: `Encoding ${name}, as asked for.` }
  }
  if (mark) return { name: mark, skip, note: `Encoding ${mark}, from the byte-order mark.` }
  const head = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const half = head.length / 2
  const [even = 0, odd = 0] = zeros
  if (half >= 2 && odd > 0.7 * half && even < 0.1 * half)
    return { name: 'utf-16le', skip: 0, note: 'Encoding utf-16le, guessed: every second byte is zero.' }
  if (half >= 2 && even > 0.7 * half && odd < 0.1 * half)
    return { name: 'utf-16be', skip: 0, note: 'Encoding utf-16be, guessed: every second byte is zero.' }
  if (isUtf8(bytes)) return { name: 'utf-8', skip: 0, note: 'Encoding utf-8: every byte fits.' }
  return { name: 'latin-1', skip: 0, note: 'Encoding latin-1 (Windows-1252), guessed: the bytes are not UTF-8.' }
}

/** The text in pieces of about `size` bytes, all line ends turned into LF; `done` is the fraction read. */
export function* decode(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: Encoding,
  size = 1 << 20,
): Generator<{ text: string; done: number }> {
  const decoder = new TextDecoder(encoding.name === 'latin-1' ? 'windows-1252' : encoding.name, { ignoreBOM: true })
  let held = ''
  for (let at = encoding.skip; at < bytes.length; at += size) {
    const last = at + size >= bytes.length
    let text = held + decoder.decode(bytes.subarray(at, at + size), { stream: !last })
    held = ''
    // A CR at the end may be half of a CRLF.
    if (!last && text.endsWith('\r')) {
      held = '\r'
      text = text.slice(0, -1)
    }
    if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
    yield { text, done: Math.min(1, (at + size) / bytes.length) }
  }
}

const magics: readonly (readonly [readonly number[], string])[] = [
  [[0x50, 0x4b, 3, 4], 'a zip archive (xlsx, ods, OpenLab .dx and UNICORN .zip are such); open it in its program and save the table as CSV'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Office or Shimadzu .lcd container; save the table as CSV from its program'],
  [[0x43, 0x44, 0x46, 1], 'a netCDF-3 file, not a table of text; leave its name as it is so that it is read as ANDI'],
  [[0x43, 0x44, 0x46, 2], 'a netCDF-3 file, not a table of text'],
  [[0x89, 0x48, 0x44, 0x46], 'an HDF5 or netCDF-4 file; reading these is a later version’s, export the table as text for now'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF; save the numbers as CSV from the program that made it'],
  [[0x89, 0x50, 0x4e, 0x47], 'a PNG picture; a picture holds no table'],
  [[0xff, 0xd8, 0xff], 'a JPEG picture; a picture holds no table'],
  [[0x1f, 0x8b], 'compressed with gzip; unpack it first'],
  [[0x93, 0x4e, 0x55, 0x4d], 'a NumPy array; save it with numpy.savetxt'],
  [[2, 0x33, 0x30], 'a ChemStation binary (.ch, version 30); reading these is a later version’s, export the signal as CSV for now'],
  [[2, 0x38, 0x31], 'a ChemStation binary (.ch, version 81); reading these is a later version’s, export the signal as CSV for now'],
  [[3, 0x31, 0x33], 'a ChemStation binary (.ch or .uv, version 130 or 131); reading these is a later version’s, export the signal as CSV for now'],
  [[3, 0x31, 0x37], 'a ChemStation binary (.ch, version 179); reading these is a later version’s, export the signal as CSV for now'],
  [[3, 0x31, 0x38], 'a ChemStation binary (.ch, version 181); reading these is a later version’s, export the signal as CSV for now'],
] // biome-ignore format: a table

/** What a file that is not text is, and what to do about it; undefined where it may be text. */
export function describeBinary(head: Uint8Array): string | undefined {
  const magic = magics.find(([bytes]) => bytes.every((byte, i) => head[i] === byte))
  if (magic) return magic[1]
  const encoding = findEncoding(head.subarray(0, 4096))
  if (encoding.name.startsWith('utf-16')) return undefined
  let control = 0
  const length = Math.min(head.length, 4096)
  for (let i = 0; i < length; i++) {
    const byte = head[i] ?? 0
    if (byte === 0 || (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 26)) control++
  }
  return control > length / 100
    ? 'binary, of a kind not known here; export the table as CSV or text from the program that made it'
    : undefined
}
