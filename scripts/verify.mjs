// npm run verify: the long checks (statistics over many repeats, fine grids). Figures go to docs/performance.md by hand.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureReady, root } from './setup.mjs'

await ensureReady({ parts: ['node'], log: (line) => console.log(`isoline: ${line}`) })
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
process.exitCode =
  spawnSync(process.execPath, [vitest, 'run', '--config', 'vitest.verify.config.ts'], { cwd: root, stdio: 'inherit' })
    .status ?? 1
