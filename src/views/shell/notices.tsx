import { Modal } from '@mantine/core'
import { useEffect } from 'react'
import { useInterface, useWorkbench } from './context.tsx'
import { Icon } from './icons.tsx'
import type { Notice } from './interface-store.ts'

/** What happened, bottom right; informs, never asks. Errors stay until closed. */
export function Notices() {
  const notices = useInterface((state) => state.notices)
  return (
    <div
      className="stack"
      role="log"
      aria-live="polite"
      aria-label="Messages"
      style={{ position: 'fixed', right: 12, bottom: 40, zIndex: 320, width: 380, maxWidth: '90vw' }}
    >
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  )
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const workbench = useWorkbench()
  useEffect(() => {
    if (notice.level === 'error') return
    const timer = setTimeout(() => workbench.interface.dismiss(notice.id), notice.level === 'info' ? 5000 : 12000)
    return () => clearTimeout(timer)
  }, [notice, workbench])
  const kind = notice.level === 'error' ? 'danger' : notice.level === 'warning' ? 'warning' : ''
  return (
    <div className={`notice row ${kind}`} data-testid={`notice-${notice.level}`}>
      <span className="grow" style={{ overflowWrap: 'anywhere' }}>
        {notice.message}
      </span>
      <button
        type="button"
        className="button quiet icon small"
        aria-label="Close message"
        onClick={() => workbench.interface.dismiss(notice.id)}
      >
        <Icon name="close" size={12} />
      </button>
    </div>
  )
}

/** F1: a card beside what it is about. */
export function HelpCard() {
  const workbench = useWorkbench()
  const help = useInterface((state) => state.help)
  if (!help) return null
  const x = Math.max(8, Math.min(help.x, innerWidth - 348))
  const y = Math.max(8, Math.min(help.y, innerHeight - 180))
  return (
    <div
      className="floating"
      role="dialog"
      aria-label={help.title}
      data-testid="help-card"
      style={{ left: x, top: y, width: 320 }}
    >
      <div className="row">
        <strong className="grow">{help.title}</strong>
        <button
          type="button"
          className="button quiet icon small"
          aria-label="Close help"
          onClick={() => workbench.interface.setState({ help: undefined })}
        >
          <Icon name="close" size={12} />
        </button>
      </div>
      <p>{help.text}</p>
    </div>
  )
}

/** The one modal thing: what cannot be undone. */
export function QuestionDialogue() {
  const workbench = useWorkbench()
  const question = useInterface((state) => state.question)
  const close = () => workbench.interface.setState({ question: undefined })
  return (
    <Modal opened={question !== undefined} onClose={close} title={question?.title} size="sm" centered>
      <p>{question?.message}</p>
      <div className="row" style={{ justifyContent: 'flex-end', marginTop: 16 }}>
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          className="button primary"
          data-testid="confirm"
          onClick={() => {
            question?.onConfirm()
            close()
          }}
        >
          {question?.confirm}
        </button>
      </div>
    </Modal>
  )
}
