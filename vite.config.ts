import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

/** Every browser that runs the page reads woff2: KaTeX's copies of its fonts as woff and ttf, and the map styles of plotly.js, stay out. */
const lean: Plugin = {
  name: 'isoline-lean',
  enforce: 'pre',
  transform(code, id) {
    if (/katex\/dist\/katex(\.min)?\.css$/.test(id))
      return code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\(["'](?:woff|truetype)["']\)/g, '')
    if (/maplibre-gl\.css$/.test(id)) return ''
    return undefined
  },
}

/** The page: index.html → dist/web. Relative addresses, so that it works below any folder and in Electron's own scheme. */
export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [react(), lean],
  // plotly.js still speaks of `global`.
  define: { global: 'globalThis' },
  worker: { format: 'es' },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inlined as data: addresses but small fonts: the CSP allows only what is listed there.
    assetsInlineLimit: 0,
    // Vite's preload helper is a module script, not an inline one: allowed.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2500,
  },
  server: { host: '127.0.0.1', headers: isolation },
  preview: { host: '127.0.0.1', headers: isolation },
})
