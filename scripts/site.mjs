// npm run site: makes dist/site, a folder that any static host serves, below any path. Nothing runs on that host; what a
// person saves stays in their browser, and a shared experiment travels in the address's fragment, which is never sent.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { ensureReady, root } from './setup.mjs'

/** The page with what a server of ours would have said in headers, and the mark by which it knows itself a site. */
export function makeSitePage(html, policy, version) {
  const tags =
    `<meta http-equiv="Content-Security-Policy" content="${policy}" />\n` +
    `    <meta name="referrer" content="no-referrer" />\n` +
    `    <meta name="isoline-site" content="${version}" />\n    `
  // First in the head: a policy holds from where it stands.
  const charset = /<meta charset="[^"]*" ?\/?>\s*/i
  if (!charset.test(html))
    throw new Error('dist/web/index.html has no <meta charset>: the policy has no place to stand')
  return html.replace(charset, (found) => found + tags)
}

/** The policy is written once, in src/hosts/security.ts; a page's bundle cannot be asked for it, the source can. */
export function readPolicy() {
  const source = readFileSync(join(root, 'src/hosts/security.ts'), 'utf8')
  const rows = [...source.matchAll(/^ {2}\['([a-z-]+)', "([^"]+)"\],$/gm)].map((match) => [match[1], match[2]])
  if (rows.length < 10) throw new Error('src/hosts/security.ts does not list the policy as expected')
  return rows
    .filter(([name]) => name !== 'frame-ancestors')
    .map((row) => row.join(' '))
    .join('; ')
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  )
}

export function makeSite() {
  const [web, site, fresh, old] = ['web', 'site', '.site.new', '.site.old'].map((name) => join(root, 'dist', name))
  if (!existsSync(join(web, 'index.html'))) throw new Error('dist/web is not built')
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true })
  cpSync(web, fresh, { recursive: true, filter: (path) => !path.endsWith('.stamp') })
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const html = readFileSync(join(web, 'index.html'), 'utf8')
  const absolute = /(?:src|href)="\/(?!\/)[^"]*"/.exec(html)
  if (absolute) throw new Error(`dist/web/index.html names ${absolute[0]}: a site below a folder would not find it`)
  writeFileSync(join(fresh, 'index.html'), makeSitePage(html, readPolicy(), version))
  // GitHub Pages leaves out names with an underscore unless told not to; Netlify and Cloudflare read _headers.
  writeFileSync(join(fresh, '.nojekyll'), '')
  writeFileSync(
    join(fresh, '_headers'),
    '/*\n  Cross-Origin-Opener-Policy: same-origin\n  Cross-Origin-Embedder-Policy: require-corp\n  X-Content-Type-Options: nosniff\n',
  )
  rmSync(old, { recursive: true, force: true })
  if (existsSync(site)) renameSync(site, old)
  renameSync(fresh, site)
  rmSync(old, { recursive: true, force: true })
  const files = filesBelow(site)
  return { folder: site, count: files.length, bytes: files.reduce((sum, file) => sum + statSync(file).size, 0) }
}

if (import.meta.filename === process.argv[1]) {
  try {
    await ensureReady({ parts: ['web'], log: (line) => console.log(`isoline: ${line}`) })
    const { folder, count, bytes } = makeSite()
    console.log(
      `isoline: ${relative(process.cwd(), folder)} holds the site (${count} files, ${(bytes / 1e6).toFixed(1)} MB).`,
    )
    console.log('isoline: upload the folder to any static host. Threads need the headers in _headers; without them the')
    console.log('isoline: page computes on one thread and says so.')
  } catch (error) {
    console.error(`isoline: ${error.message}`)
    process.exit(1)
  }
}
