import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

/** The page: index.html → dist/web. Relative addresses, so that it works below any folder and in Electron's own scheme. */
export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [react()],
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
