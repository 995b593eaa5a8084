import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/verify/**', '**/node_modules/**'],
    testTimeout: 60_000,
    reporters: ['default'],
    maxWorkers: 2,
  },
})
