import { defineConfig } from 'vitest/config'

/** The ring in a real browser: needs the builds of scripts/build.mjs and a Chromium (scripts/browser.mjs finds it). */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    testTimeout: 180_000,
    hookTimeout: 120_000,
    reporters: ['default'],
    // One browser at a time: two would measure each other.
    fileParallelism: false,
  },
})
