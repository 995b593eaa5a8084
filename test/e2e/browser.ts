import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../scripts/browser.mjs'

export const root = join(import.meta.dirname, '../..')
export const screenshots = join(root, 'test-results/screenshots')

/** The system's Chromium. Its sandbox is off only where the test runs as root (a container): Chromium refuses otherwise. */
export function launchBrowser(): Promise<Browser> {
  mkdirSync(screenshots, { recursive: true })
  const executablePath = findChromium()
  if (!executablePath) throw new Error('no Chromium found: install Debian’s chromium, or set ISOLINE_CHROMIUM')
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 })
}

/** What must stay empty: messages of level error, uncaught errors, violations of the content policy, failed requests. */
export interface Complaints {
  readonly all: string[]
}

/** Listens to every page of a context from its first moment. */
export async function collectComplaints(context: BrowserContext): Promise<Complaints> {
  const all: string[] = []
  await context.exposeFunction('reportViolation', (text: string) => all.push(`policy: ${text}`))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = Reflect.get(window, 'reportViolation')
      report(`${event.effectiveDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`)
    })
  })
  const listen = (page: Page) => {
    page.on('console', (message) => {
      if (message.type() === 'error') all.push(`console: ${message.text()} (${message.location().url})`)
    })
    page.on('pageerror', (error) => all.push(`uncaught: ${error.stack ?? error.message}`))
    page.on('requestfailed', (request) => {
      // A request that its own page gave up is no failure.
      const reason = request.failure()?.errorText ?? ''
      if (!reason.includes('ERR_ABORTED')) all.push(`request: ${request.url()} ${reason}`)
    })
    page.on('response', (response) => {
      if (response.status() >= 400) all.push(`answer: ${response.status()} ${response.url()}`)
    })
  }
  context.on('page', listen)
  return { all }
}
