import { useEffect, useState } from 'react'
import { useWorkbench } from './context.tsx'
import { openFiles } from './open-file.ts'

/** The whole window takes files that are dropped and spreadsheet cells that are pasted. */
export function DropZone() {
  const workbench = useWorkbench()
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = async (event: DragEvent) => {
      setOver(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      const files = [...(event.dataTransfer?.files ?? [])]
      const picked = await Promise.all(
        files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
      )
      await openFiles(workbench, picked)
    }
    const onPaste = async (event: ClipboardEvent) => {
      const target = event.target
      if (target instanceof Element && target.matches('input, textarea')) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (!text.includes('\n') && !text.includes('\t')) return
      event.preventDefault()
      const bytes = new TextEncoder().encode(text)
      const isExperiment = text.trimStart().startsWith('{')
      await openFiles(workbench, [{ name: isExperiment ? 'pasted.isoline.json' : pastedName(workbench.now()), bytes }])
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    window.addEventListener('paste', onPaste)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('paste', onPaste)
    }
  }, [workbench])
  return isOver ? <div className="drop-veil">Drop experiments, figures, reports or measurements</div> : null
}

/** Pasted cells are tab-separated: spreadsheets put them so. */
function pastedName(now: number): string {
  return `pasted ${new Date(now).toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')}.tsv`
}
