import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['test/verify/**/*.test.ts'], testTimeout: 1_200_000, hookTimeout: 120_000, maxWorkers: 2 },
})
