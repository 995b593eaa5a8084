// Writes without end until it is killed, and says on standard output what it is about to do and what is done. The lines are
// written before and after each write by a blocking call, so the last one tells where a kill fell.
import { writeSync } from 'node:fs'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { makeSelfChecking } from './self-checking.ts'

const [folder = '', first = '0'] = process.argv.slice(2)
const files = makeDiskFiles(folder)
const say = (line: string) => writeSync(1, `${line}\n`)

for (let version = Number(first); ; version++) {
  const key = `state/${version % 3}.bin`
  const bytes = makeSelfChecking(version, 1_000_000 + ((version * 791_900) % 7_000_000))
  say(`write ${version} ${key}`)
  await files.write(key, bytes)
  say(`written ${version} ${key}`)
  say(`append ${version} log`)
  await files.append('log.jsonl', new TextEncoder().encode(`${JSON.stringify({ version, text: 'x'.repeat(200) })}\n`))
  say(`appended ${version} log`)
}
