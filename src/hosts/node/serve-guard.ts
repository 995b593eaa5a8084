import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Why a request is turned away; undefined lets it in. */
export interface Refusal {
  readonly status: 400 | 403 | 405 | 421
  readonly message: string
}

/** 256 bits in letters that stand in an address. */
export const makeToken = (): string => randomBytes(32).toString('base64url')

/** Equality whose time says nothing of where two texts differ, nor of their lengths. */
export function isSameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

/**
 * A name that a hostile site points to 127.0.0.1 (DNS rebinding) arrives with its own name in the Host header: only ours
 * are answered.
 */
export function refuseHost(request: IncomingMessage, port: number): Refusal | undefined {
  const names = [`127.0.0.1:${port}`, `localhost:${port}`]
  return names.includes(request.headers.host ?? '')
    ? undefined
    : { status: 421, message: `This is Isoline at 127.0.0.1:${port}; it answers to no other name.` }
}

/** What a call of the interface must bring: our own page as its origin, the token of this start, and POST. */
export function refuseCall(request: IncomingMessage, token: string): Refusal | undefined {
  if (request.method !== 'POST') return { status: 405, message: 'Only POST is answered here.' }
  if (request.headers.origin !== `http://${request.headers.host}`)
    return { status: 403, message: 'This call did not come from a page of Isoline.' }
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin')
    return { status: 403, message: 'This call did not come from a page of Isoline.' }
  const given = request.headers['x-isoline-token']
  if (typeof given !== 'string' || !isSameSecret(given, token))
    return { status: 403, message: 'The key of this call is not that of this start of Isoline.' }
  return undefined
}

/** Thrown while a body is read: it is larger than the call allows. */
export class BodyTooLarge extends Error {
  constructor(limit: number) {
    super(`More than ${Math.round(limit / 1024)} KiB: too large for one call.`)
    this.name = 'BodyTooLarge'
  }
}

/** The body, whole. @throws BodyTooLarge before more than `limit` bytes were kept */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new BodyTooLarge(limit)
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of request) {
    if (!(piece instanceof Uint8Array)) continue
    length += piece.length
    if (length > limit) throw new BodyTooLarge(limit)
    pieces.push(piece)
  }
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
