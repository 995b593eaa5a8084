import { readStaticFile } from '../src/hosts/node/static-folder.ts'
import { printContentSecurityPolicy, securityHeaders } from '../src/hosts/security.ts'

/** The page's own address. A scheme of our own instead of `file:`: it has an origin, so the browser's rules apply to it. */
const appOrigin = 'app://workbench'

export const appPage = `${appOrigin}/index.html`

/** To be registered before the app is ready: an origin of its own, secure context, fetch, compiled code kept. */
export const appScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
}

const notFound = () => new Response('There is nothing here.', { status: 404, headers: securityHeaders })

/** Answers `app://workbench/…` from the build folder, every answer with the headers of security.ts. */
export async function answerApp(request: Request, webFolder: string): Promise<Response> {
  const url = new URL(request.url)
  if (url.protocol !== 'app:' || url.host !== 'workbench') return notFound()
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response('Only GET is answered here.', { status: 405, headers: securityHeaders })
  const file = await readStaticFile(webFolder, url.pathname)
  if (!file) return notFound()
  return new Response(request.method === 'HEAD' ? null : file.bytes, {
    headers: { ...securityHeaders, 'Content-Type': file.type, 'Content-Length': String(file.bytes.length) },
  })
}

/** Answers one document to be printed, which may run and fetch nothing. */
export function answerPrint(request: Request, address: string, html: string): Response {
  if (request.url !== address) return notFound()
  return new Response(html, {
    headers: {
      ...securityHeaders,
      'Content-Security-Policy': printContentSecurityPolicy,
      'Content-Type': 'text/html; charset=utf-8',
    },
  })
}

/** Is this frame's address our own page? The port of the check every channel makes. */
export function isOwnPage(address: string | undefined): boolean {
  try {
    const url = new URL(address ?? '')
    return url.protocol === 'app:' && url.host === 'workbench'
  } catch {
    return false
  }
}
