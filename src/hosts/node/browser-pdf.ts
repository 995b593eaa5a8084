import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const names: Readonly<Record<string, readonly string[]>> = {
  win32: ['chrome.exe', 'msedge.exe', 'chromium.exe', 'brave.exe'],
  other: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave-browser'],
}

const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The Chromium-based browser that makes PDFs here: `ISOLINE_BROWSER` if set, else the first one found in the usual places;
 * undefined where there is none.
 */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string | undefined {
  const asked = environment.ISOLINE_BROWSER
  if (asked) return isProgram(asked) ? asked : undefined
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const installed =
    platform === 'win32'
      ? [environment.PROGRAMFILES, environment['PROGRAMFILES(X86)'], environment.LOCALAPPDATA].flatMap((base) => (base ? [join(base, 'Google/Chrome/Application'), join(base, 'Microsoft/Edge/Application')] : [])) // biome-ignore format: places
      : []
  const candidates = [
    ...[...folders, ...installed].flatMap((folder) =>
      (names[platform] ?? names.other ?? []).map((name) => join(folder, name)),
    ),
    ...(platform === 'darwin' ? applications : []),
  ]
  return candidates.find(isProgram)
}

/** What to say where no browser is found. */
export const noBrowserMessage =
  'a PDF is printed by a browser and none was found here; install chromium (or set ISOLINE_BROWSER to a Chrome, Chromium or Edge), or write html, svg or png instead'

export interface PdfOptions {
  /** One page of this size without margins; default: the document's own @page. */
  readonly widthMillimetres?: number
  readonly heightMillimetres?: number
  readonly signal?: AbortSignal
}

const timeLimit = 60_000

/**
 * The document printed to PDF by a headless browser; undefined where there is none. The browser has a fresh profile, runs no
 * scripts, reaches no network and keeps nothing; its sandbox is only given up for root, where Chromium refuses to start with it.
 * @throws Error with the browser's last words
 */
export async function htmlToPdf(html: string, options: PdfOptions = {}): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const browser = findBrowser()
  if (!browser) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'isoline-pdf-'))
  try {
    const { widthMillimetres: width, heightMillimetres: height } = options
    const size =
      width && height ? `<style>@page { size: ${width}mm ${height}mm; margin: 0 } body { margin: 0 }</style>` : ''
    // Policies add up: whatever the document allows itself, here it runs nothing and fetches nothing.
    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">`
    const locked = html.replace(/<head>/i, `<head>${policy}${size}`)
    if (locked === html) throw new Error('the document to print has no <head>')
    const [page, pdf] = [join(folder, 'page.html'), join(folder, 'page.pdf')]
    await writeFile(page, locked)
    const isRoot = process.getuid?.() === 0
    await runBrowser(
      browser,
      [
        '--headless',
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--no-first-run',
        '--no-default-browser-check',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-extensions',
        '--disable-dev-shm-usage',
        '--host-resolver-rules=MAP * ~NOTFOUND',
        `--user-data-dir=${join(folder, 'profile')}`,
        '--no-pdf-header-footer',
        `--print-to-pdf=${pdf}`,
        pathToFileURL(page).href,
      ],
      options.signal,
    )
    return new Uint8Array(await readFile(pdf))
  } finally {
    // The browser's helpers may still be writing their profile.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

function runBrowser(program: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let words = ''
    child.stderr.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-2000)
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), timeLimit)
    const stop = () => child.kill('SIGKILL')
    signal?.addEventListener('abort', stop, { once: true })
    const end = (error?: Error) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      if (error) reject(error)
      else resolve()
    }
    child.on('error', (error) => end(new Error(`the browser ${program} could not be started: ${error.message}`)))
    child.on('close', (code) => {
      if (signal?.aborted) end(new Error('stopped'))
      else if (code === 0) end()
      else end(new Error(`the browser made no PDF (${code === null ? `ended after ${timeLimit / 1000} s` : `status ${code}`}): ${words.trim().split('\n').at(-1) ?? ''}`)) // biome-ignore format: one sentence
    })
  })
}
