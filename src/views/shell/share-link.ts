import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate'
import type { Desk } from './desk.ts'

const key = 'experiment='

/** The experiment's text as a fragment: deflated, base64url. */
export function packFragment(document: string): string {
  const bytes = deflateSync(strToU8(document), { level: 9 })
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return `#${key}${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}

/** The experiment's text in a fragment; undefined where there is none. @throws where it is damaged */
export function unpackFragment(fragment: string): string | undefined {
  const at = fragment.indexOf(key)
  if (at < 0) return undefined
  const packed = fragment.slice(at + key.length).split('&')[0] ?? ''
  const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'))
  return strFromU8(inflateSync(Uint8Array.from(binary, (character) => character.charCodeAt(0))))
}

/** The address that opens the experiment: the host's, where it has a public one, else of this page. */
export function shareLinkOf(desk: Desk, document: string): string {
  return desk.shareLink?.(document) ?? `${location.origin}${location.pathname}${packFragment(document)}`
}
