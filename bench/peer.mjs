// A peer is a program that stays up and answers one JSON line with one JSON line: { ms, … } of its own CPU time, or { error }.
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'

/**
 * Starts a peer: { name, command: [program, …arguments], probe: [program, …arguments] }.
 * Without the program it is { missing: why }.
 */
export async function startPeer({ name, commands, probe }) {
  const command = commands.find(
    ([program, ...words]) => spawnSync(program, probe ?? words, { stdio: 'ignore' }).status === 0,
  )
  if (!command)
    return { name, missing: `not on this machine (looked for ${commands.map(([program]) => program).join(', ')})` }
  const [program, ...words] = command
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = []
  let ended
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line)))
  child.on('exit', (code) => {
    ended = { error: `the peer ended with status ${code}` }
    for (const answer of waiting.splice(0)) answer(ended)
  })
  return {
    name,
    ask: (request) =>
      new Promise((resolve) => {
        if (ended) return resolve(ended)
        waiting.push(resolve)
        child.stdin.write(`${JSON.stringify(request)}\n`)
      }),
    stop: () => child.stdin.end(),
  }
}
