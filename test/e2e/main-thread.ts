import type { Browser } from 'playwright-core'

/** A task of a page's main thread, CPU milliseconds of that thread. */
export interface MainThreadTask {
  readonly cpu: number
  /** What of it JavaScript took, collection of garbage included: not style, layout, painting and compositing. */
  readonly script: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  /** CPU time of the thread, µs. */
  readonly tdur?: number
  readonly args?: { readonly name?: unknown }
}

const scriptNames =
  /^(v8\.callFunction|v8\.run|FunctionCall|EvaluateScript|RunMicrotasks|v8\.compile|MinorGC|MajorGC|V8\.GC.*)$/

/** The tasks of the busiest page while something is done, from Chromium's own trace (thread time, not wall time). */
export async function traceTasks(browser: Browser, act: () => Promise<void>): Promise<readonly MainThreadTask[]> {
  const session = await browser.newBrowserCDPSession()
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    // Chromium's own format: plain records.
    events.push(...(value as unknown as readonly TraceEvent[]))
  })
  const complete = new Promise<void>((resolve) => session.on('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline', 'v8'], excludedCategories: ['*'] },
  })
  await act()
  await session.send('Tracing.end')
  await complete
  await session.detach()
  const mains = events.filter((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain')
  const lists = mains.map(({ pid, tid }) => tasksOf(events.filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X'))) // biome-ignore format: one thought
  const work = (tasks: readonly MainThreadTask[]) => tasks.reduce((sum, { cpu }) => sum + cpu, 0)
  return lists.toSorted((a, b) => work(b) - work(a))[0] ?? []
}

function tasksOf(events: readonly TraceEvent[]): readonly MainThreadTask[] {
  const scripts = events.filter(({ name }) => scriptNames.test(name)).toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0)) // biome-ignore format: one thought
  const tasks = events.filter(({ name }) => name.endsWith('RunTask')).toSorted((a, b) => a.ts - b.ts)
  let at = 0
  return tasks.map((task) => {
    const end = task.ts + (task.dur ?? 0)
    let [script, covered] = [0, Number.NEGATIVE_INFINITY]
    while (at < scripts.length && (scripts[at]?.ts ?? 0) < task.ts) at++
    for (let i = at; i < scripts.length; i++) {
      const own = scripts[i]
      if (!own || own.ts > end) break
      // Calls inside of one that is counted are part of it.
      if (own.ts < covered) continue
      script += (own.tdur ?? 0) / 1000
      covered = own.ts + (own.dur ?? 0)
    }
    return { cpu: (task.tdur ?? 0) / 1000, script }
  })
}
