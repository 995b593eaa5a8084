import type { Host } from '../../experiment/host.ts'
import type { Bridge } from '../bridge.ts'
import { makeDesktopHost } from './desktop.ts'
import { type KeeperStore, startKeeper } from './keeper-store.ts'
import { makePageFiles } from './page-files.ts'
import { printInFrame } from './print.ts'
import { makeSiteHost, siteDatabase } from './site.ts'
import { makeWebHost } from './web.ts'

declare global {
  interface Window {
    /** Set by Electron's preload and by nobody else. */
    readonly isoline?: Bridge
  }
}

const tokenName = 'isoline-token'

/**
 * The token of `isoline serve`, taken out of the address bar (it must not be copied along with the address or stay in the
 * history) and kept for reloads of this tab.
 */
function takeToken(page: Window): string | undefined {
  const fragment = new URLSearchParams(page.location.hash.replace(/^#/, ''))
  const token = fragment.get('token')
  if (token === null) return page.sessionStorage.getItem(tokenName) ?? undefined
  fragment.delete('token')
  page.sessionStorage.setItem(tokenName, token)
  clearFragment(page, fragment.toString())
  return token
}

function clearFragment(page: Window, rest = '') {
  const address = page.location.pathname + page.location.search
  page.history.replaceState(page.history.state, '', rest ? `${address}#${rest}` : address)
}

/** `<meta name="isoline-site" content="VERSION">` is written by `npm run site`. */
function siteVersion(page: Window): string | undefined {
  return page.document.querySelector<HTMLMetaElement>('meta[name="isoline-site"]')?.content
}

async function isLoopbackServer(page: Window): Promise<boolean> {
  try {
    const answer = await page.fetch('api/hello', { cache: 'no-store' })
    return answer.ok && (await answer.text()) === 'isoline'
  } catch {
    return false
  }
}

/**
 * The host of this page: Electron's window, a page of `isoline serve`, or a static site. Awaited once, before anything is
 * drawn. @throws Error for people where the page belongs to a server but not to this start of it
 */
export async function pickHost(
  page: Window & typeof globalThis = window,
  report: (message: string) => void = (message) => console.error(message),
): Promise<Host> {
  const isIsolated = page.crossOriginIsolated === true
  if (page.isoline) return withKeeper(await makeDesktopHost(page.isoline, isIsolated), { kind: 'page' })
  const shared = {
    pageFiles: makePageFiles(page),
    print: (html: string) => printInFrame(page.document, html),
    setTitle: (title: string) => {
      page.document.title = title
    },
  }
  const version = siteVersion(page)
  const token = version === undefined ? takeToken(page) : undefined
  if (token !== undefined) {
    const { origin } = page.location
    const isLeaving = () => page.document.visibilityState === 'hidden'
    const host = await makeWebHost({ ...shared, fetch: page.fetch.bind(page), origin, token, isIsolated, isLeaving })
    return withKeeper(host, { kind: 'loopback', origin, token })
  }
  if (version === undefined && (await isLoopbackServer(page)))
    throw new Error(
      'This address lacks its key: open the whole address that "isoline serve" printed, #token=… included.',
    )
  const site = makeSiteHost({
    ...shared,
    indexedDB: page.indexedDB,
    information: { version: version ?? 'development', platform: page.navigator.platform, isIsolated },
    address: page.location.href,
    clearFragment: () => clearFragment(page),
    report,
  })
  return withKeeper(site, { kind: 'indexed', name: siteDatabase })
}

/** The host with run folders written in a worker. */
const withKeeper = (host: Host, store: KeeperStore): Host => ({ ...host, openRun: startKeeper(store, host.files) })
