import type { ReactNode } from 'react'

/** Line drawings on a 20 px square, of our own; they take the colour of the text. */
const drawings = {
  gallery: <path d="M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z" />,
  problem: <path d="M4 16V4m0 12h12M6 13c2 0 2-7 4-7s2 5 3.5 5S15 9 16 9" />,
  data: <path d="M3 4h14v12H3zM3 8h14M3 12h14M8 4v12" />,
  fit: <path d="M3 15c4 0 4-10 7-10s3 10 7 10M5 12h.01M8 7h.01M12.5 8h.01M15 13h.01" />,
  runs: <path d="M3 5h2M3 10h2M3 15h2M8 5h9M8 10h9M8 15h9" />,
  compare: <path d="M3 14c3 0 3-8 6-8s4 8 8 8M3 11c3 0 4-5 7-5s4 5 7 5" />,
  report: <path d="M5 2h7l4 4v12H5zM12 2v4h4M8 10h5M8 13h5" />,
  play: <path d="M6 4l10 6-10 6z" fill="currentColor" />,
  pause: <path d="M6 4v12M14 4v12" strokeWidth="3" />,
  stop: <path d="M5 5h10v10H5z" fill="currentColor" />,
  undo: <path d="M7 4L3 8l4 4M3 8h8a5 5 0 010 10H7" />,
  redo: <path d="M13 4l4 4-4 4M17 8H9a5 5 0 000 10h4" />,
  search: <path d="M9 15A6 6 0 109 3a6 6 0 000 12zM13.5 13.5L17 17" />,
  close: <path d="M5 5l10 10M15 5L5 15" />,
  more: <path d="M5 10h.01M10 10h.01M15 10h.01" strokeWidth={2.4} />,
  plus: <path d="M10 4v12M4 10h12" />,
  trash: <path d="M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11" />,
  inspector: <path d="M3 4h14v12H3zM12 4v12" />,
  chevron: <path d="M8 5l5 5-5 5" />,
  export: <path d="M10 13V3M6 7l4-4 4 4M4 12v5h12v-5" />,
  theme: <path d="M10 3a7 7 0 100 14 5.5 5.5 0 010-14z" />,
  copy: <path d="M7 7h10v10H7zM13 7V3H3v10h4" />,
} satisfies Readonly<Record<string, ReactNode>>

export type IconName = keyof typeof drawings

/** A drawing beside a word, or in a button that has an `aria-label`. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
    >
      {drawings[name]}
    </svg>
  )
}

/** Isoline's sign: two level lines and the peak they belong to. */
export function Mark() {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 22 22"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      aria-hidden="true"
    >
      <path d="M2 18c5 0 5.5-14 9-14s4 14 9 14" />
      <path d="M5 18c3 0 3.6-8 6-8s3 8 6 8" opacity="0.6" />
    </svg>
  )
}
