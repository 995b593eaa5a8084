// npm test: sets up, checks types, lint, architecture and documents, then runs the rings of tests. Ends with one line of counts.
// A ring that cannot run here is skipped loudly, with the reason and the remedy.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium, hasPythonModules, installAdvice } from './browser.mjs'
import { ensureReady, root } from './setup.mjs'

const log = (line) => console.log(`isoline: ${line}`)
const counts = { passed: 0, failed: 0, skipped: 0 }
const loud = []

await ensureReady({ parts: ['node', 'web', 'electron'], log }).catch((error) => {
  console.error(error.message)
  console.log('0 passed, 1 failed')
  process.exit(1)
})

function runNode(script, args) {
  return spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' }).status === 0
}

const results = join(root, 'test-results')
mkdirSync(results, { recursive: true })

/** One vitest run; its JSON report is added to the counts. */
function ring(name, config, args = []) {
  log(`ring: ${name}`)
  const report = join(results, `${name.replace(/\W+/g, '-')}.json`)
  rmSync(report, { force: true })
  const ok = runNode('node_modules/vitest/vitest.mjs', [
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ])
  if (!existsSync(report)) {
    counts.failed++
    return
  }
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  counts.passed += numPassedTests
  counts.failed += numFailedTests
  counts.skipped += numPendingTests
  for (const file of testResults ?? []) {
    for (const test of file.assertionResults ?? [])
      if (test.status === 'pending' || test.status === 'skipped') loud.push(`skipped: ${test.fullName}`)
  }
  // A file that fails to load has no tests to count.
  if (!ok && numFailedTests === 0) counts.failed++
}

const quick = process.argv.includes('--quick')
if (!runNode('scripts/check.mjs', [])) counts.failed++
else counts.passed++
ring('floors and hosts', 'vitest.config.ts')

if (!hasPythonModules('xarray', 'zarr', 'scipy', 'netCDF4')) {
  loud.push(
    `the files' check by Python ran in part only: ${installAdvice({ debian: 'python3-xarray python3-zarr python3-scipy python3-netcdf4', elsewhere: 'pip install xarray zarr scipy netCDF4' })}`,
  )
}
if (quick) loud.push('skipped: the browser ring (--quick)')
else if (findChromium()) ring('browser', 'vitest.e2e.config.ts')
else {
  counts.skipped++
  loud.push(
    `skipped: the browser ring, no Chromium found: ${installAdvice({ debian: 'chromium', elsewhere: 'install Google Chrome or Chromium' })}, or set ISOLINE_CHROMIUM`,
  )
}

for (const line of loud) console.log(`!! ${line}`)
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exitCode = counts.failed ? 1 : 0
