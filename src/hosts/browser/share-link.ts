import { deflateSync, Inflate } from 'fflate'

/** Largest document a link may unfold to: 2 MiB. A few hundred bytes can be made to unfold to gigabytes. */
const maximumDocument = 2 * 1024 * 1024

/** The fragment that carries an experiment: `#experiment=…`, deflated, base64url. Fragments never reach the server. */
export function shareFragment(document: string): string {
  const packed = deflateSync(new TextEncoder().encode(document), { level: 9 })
  let text = ''
  for (const byte of packed) text += String.fromCharCode(byte)
  return `#experiment=${btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}

/** The document in a fragment; undefined where there is none. @throws Error for people where the link is damaged or too large */
export function readShareFragment(fragment: string): string | undefined {
  const value = new URLSearchParams(fragment.replace(/^#/, '')).get('experiment')
  if (value === null) return undefined
  let packed: Uint8Array
  try {
    packed = Uint8Array.from(atob(value.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
  } catch {
    throw new Error('This link is damaged: it was cut or changed on its way. Ask for it again as a file.')
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(unfold(packed))
}

function unfold(packed: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = []
  let length = 0
  let isFinished = false
  const inflate = new Inflate((piece, final) => {
    length += piece.length
    if (length > maximumDocument) throw new Error('This link carries more than 2 MiB: open the experiment as a file.')
    pieces.push(piece)
    isFinished = final
  })
  // Small pieces in, so that the size is looked at before much has been unfolded.
  const size = 1024
  try {
    for (let at = 0; at < packed.length; at += size)
      inflate.push(packed.subarray(at, at + size), at + size >= packed.length)
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('This link')) throw error
  }
  if (!isFinished)
    throw new Error('This link is damaged: it was cut or changed on its way. Ask for it again as a file.')
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
