import type { App, Session, WebContents } from 'electron'
import { isOwnPage } from './app-protocol.ts'

/** What a session may do: show our own page. No permission, no device, no address outside. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
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
