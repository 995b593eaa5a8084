/**
 * What a page of Isoline may do, one place for every host: scripts, workers and requests of its own only, wasm but no eval,
 * styles inline (Mantine, Plotly and KaTeX set them), pictures from data and blob addresses (exports, thumbnails).
 */
const directives: readonly (readonly [name: string, value: string])[] = [
  ['default-src', "'self'"],
  ['script-src', "'self' 'wasm-unsafe-eval'"],
  ['worker-src', "'self' blob:"],
  ['style-src', "'self' 'unsafe-inline'"],
  ['img-src', "'self' data: blob:"],
  ['font-src', "'self' data:"],
  ['connect-src', "'self'"],
  ['object-src', "'none'"],
  ['base-uri', "'none'"],
  ['form-action', "'none'"],
  ['frame-ancestors', "'none'"],
]

const join = (chosen: typeof directives) => chosen.map(([name, value]) => `${name} ${value}`).join('; ')

const contentSecurityPolicy = join(directives)

/** The same for a `<meta>` tag of a static site, where `frame-ancestors` has no meaning and browsers complain of it. */
export const metaContentSecurityPolicy = join(directives.filter(([name]) => name !== 'frame-ancestors'))

/** A document that is only printed: it may show what it carries and run or fetch nothing. */
export const printContentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"

/** On every answer. COOP and COEP give the page SharedArrayBuffer, which threads need. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
}

/** Largest single file, key or measurement taken from a page: 256 MiB. */
export const maximumBytes = 256 * 1024 * 1024

/** Largest document taken for printing: 64 MiB. */
export const maximumHtml = 64 * 1024 * 1024

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  ico: 'image/x-icon',
  wasm: 'application/wasm',
  woff: 'font/woff',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  map: 'application/json',
}

/** The media type by the name's end; bytes of unknown kind are not guessed at (nosniff is set). */
export function mediaType(name: string): string {
  return types[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
}
