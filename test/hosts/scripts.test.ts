import { expect, test } from 'vitest'
import { explainEnd, knownObstacle } from '../../scripts/launch-electron.mjs'
import { makeSitePage, readPolicy } from '../../scripts/site.mjs'
import { dataFolder } from '../../src/hosts/node/data-folder.ts'
import { browserCommand } from '../../src/hosts/node/open-browser.ts'
import { metaContentSecurityPolicy } from '../../src/hosts/security.ts'

test('the site’s policy is the one of the hosts, without what a meta tag cannot say', () => {
  expect(readPolicy()).toBe(metaContentSecurityPolicy)
  expect(readPolicy()).not.toContain('frame-ancestors')
})

test('the policy stands before everything it must rule', () => {
  const page = makeSitePage('<head>\n<meta charset="utf-8" />\n<script src="./a.js"></script></head>', 'POLICY', '1.2')
  expect(page.indexOf('POLICY')).toBeLessThan(page.indexOf('<script'))
  expect(page).toContain('<meta name="isoline-site" content="1.2" />')
  expect(() => makeSitePage('<head></head>', 'POLICY', '1')).toThrow(/charset/)
})

test('Electron is not fetched where it could not show a window', () => {
  expect(knownObstacle('linux', {}, 1000)).toContain('no screen')
  expect(knownObstacle('linux', { DISPLAY: ':0' }, 0)).toContain('root')
  expect(knownObstacle('linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBeUndefined()
  expect(knownObstacle('darwin', {}, 501)).toBeUndefined()
})

test('what Electron says when it ends early becomes a sentence', () => {
  // Messages of Chromium (sandbox/linux) and ld.so.
  expect(
    explainEnd(
      133,
      'FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured',
    ),
  ).toContain('sandbox')
  expect(
    explainEnd(127, 'electron: error while loading shared libraries: libnss3.so: cannot open shared object file'),
  ).toContain('libnss3.so')
  expect(explainEnd(1, 'ERROR:ozone_platform_x11.cc(240)] Missing X server or $DISPLAY')).toContain('no screen')
  expect(explainEnd(7, '')).toContain('status 7')
})

test('the browser is opened by the system’s own program, without a shell', () => {
  const address = 'http://127.0.0.1:1/door/x'
  expect(browserCommand(address, 'linux', { DISPLAY: ':0' })).toEqual(['xdg-open', address])
  expect(browserCommand(address, 'linux', {})).toBeUndefined()
  expect(browserCommand(address, 'darwin', {})).toEqual(['open', address])
  expect(browserCommand(address, 'win32', {})?.at(-1)).toBe(address)
})

test('state lies where the system’s custom wants it', () => {
  // XDG Base Directory Specification: $XDG_DATA_HOME, else ~/.local/share; relative values are ignored.
  expect(dataFolder({}, 'linux', '/home/a')).toBe('/home/a/.local/share/isoline')
  expect(dataFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/a')).toBe('/data/isoline')
  expect(dataFolder({ XDG_DATA_HOME: 'data' }, 'linux', '/home/a')).toBe('/home/a/.local/share/isoline')
  expect(dataFolder({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Application Support/isoline')
})
