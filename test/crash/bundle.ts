import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '../..')

/** Bundles a program of this folder so that plain Node runs it, as a separate process that can be killed. */
export async function bundleProgram(name: string): Promise<string> {
  // Below the checkout: what stays outside the bundle is found in node_modules.
  const outDir = await mkdtemp(join(root, '.cache/crash-'))
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: join(root, 'test/crash', `${name}.ts`),
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  })
  return join(outDir, `${name}.mjs`)
}
