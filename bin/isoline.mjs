#!/usr/bin/env node
// The command line. Sets up by itself the first time (libraries, kernels, build), quietly, on stderr.
import { ensureReady } from '../scripts/setup.mjs'

try {
  // The served page is built only for those who serve it.
  const parts = process.argv[2] === 'serve' ? ['node', 'web'] : ['node']
  await ensureReady({ parts, log: (line) => process.stderr.write(`${line}\n`) })
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`isoline could not set itself up: ${message}\n`)
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ status: 'failed', reason: message })}\n`)
  process.exit(1)
}
const { runProcess } = await import('../dist/node/isoline.mjs')
await runProcess()
