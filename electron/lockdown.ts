import type { App, Session, WebContents } from 'electron'
import { isOwnPage } from './app-protocol.ts'

/**
 * The one thing that is not denied: our own page, not a frame in it, may write to the clipboard after a click ("Copy as CSV").
 * It may not read it. The printer's session and every other page may not even that.
 */
const isCopying = (permission: string, address: string | undefined, isMainFrame: boolean) =>
  permission === 'clipboard-sanitized-write' && isMainFrame && isOwnPage(address)

/** What a session may do: show our own page. No permission, no device, no address outside. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isCopying(permission, details.requestingUrl, details.isMainFrame)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isCopying(permission, origin, details.isMainFrame),
  )
  session.setDevicePermissionHandler(() => false)
  // The page's policy forbids other addresses already; this holds even if a policy were lost. Nothing is sent anywhere.
  session.webRequest.onBeforeRequest((details, answer) => {
    const isInside = /^(app|blob|data|devtools):/.test(details.url)
    answer({ cancel: !isInside })
  })
  session.on('will-download', (event, item) => {
    // The page saves through the dialogue; only what it made itself (blob, data) may come as a download.
    if (!/^(blob|data):/.test(item.getURL())) event.preventDefault()
  })
}

const withoutFragment = (address: string) => address.replace(/#.*$/, '')

function lockContents(contents: WebContents): void {
  const isReload = (address: string) =>
    isOwnPage(address) && withoutFragment(address) === withoutFragment(contents.getURL())
  contents.on('will-navigate', (event) => {
    if (!isReload(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  // A frame may show what is written inside it (a report's preview), nothing from an address.
  contents.on('will-frame-navigate', (event) => {
    const isAllowed = event.isMainFrame ? isReload(event.url) : event.url === 'about:srcdoc'
    if (!isAllowed) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Every page that ever comes to life in this process: it stays where it is and opens nothing. */
export function lockAllContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents))
}
