import { type RequestName, requests } from '../src/hosts/channels.ts'

/**
 * The wire between page and main process: one channel a request, its arguments parsed by the table that the loopback server
 * uses too. Nothing else is listened to.
 */
export const channelOf = (name: RequestName): string => `isoline:${name}`

/** Main → page: a file handed in from outside. */
export const openChannel = 'isoline:open'

/** What the page may ask in a window; the rest of the table belongs to the loopback server. */
export const channels = [
  'information',
  'openFiles',
  'saveFile',
  'writeHandle',
  'readKey',
  'writeKey',
  'appendKey',
  'removeKey',
  'listKeys',
  'printToPdf',
  'setTitle',
  'ready',
] as const satisfies readonly RequestName[]

export type Channel = (typeof channels)[number]

/** Arguments of a request as a host may act on them. */
export type ArgumentsOf<Name extends RequestName> = ReturnType<(typeof requests)[Name]['parse']>

export { requests }
