/** Drawn on 16 × 16 in the colour of the words beside: `!` marks the filled ones, `|` what is drawn faintly. */
const drawings = {
  open: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11Z',
  working: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11ZM8 5v3l2 1.5',
  hold: 'M5.75 3.5v9M10.25 3.5v9',
  resolved: 'M3 8.5l3.2 3.2L13 4.8',
  closed: 'M4 7.5h8v5.5H4zM5.75 7.5V5.25a2.25 2.25 0 0 1 4.5 0V7.5',
  low: '!M2 10h3v4H2z|M6.5 6h3v8h-3zM11 2h3v12h-3z',
  medium: '!M2 10h3v4H2zM6.5 6h3v8h-3z|M11 2h3v12h-3z',
  high: '!M2 10h3v4H2zM6.5 6h3v8h-3zM11 2h3v12h-3z',
  urgent: '!M8 1.5 15 14H1L8 1.5Zm-.8 4.7.2 4h1.2l.2-4H7.2Zm.05 5.05h1.5v1.5h-1.5v-1.5Z',
  note: 'M3.5 2.5h9v7l-3.5 4h-5.5zM12.5 9.5H9v4M5.75 5.5h4.5M5.75 8h2',
  reply: 'M6.5 4 2.5 8l4 4M2.5 8H9a4.5 4.5 0 0 1 4.5 4.5',
  mail: 'M2 3.75h12v8.5H2zM2.25 4.25 8 8.75l5.75-4.5',
  warning: 'M8 2.25 14.5 13.5h-13zM8 6.5v3.25M8 11.5v.25',
  paperclip:
    'M12.75 7.25 8 12a3 3 0 0 1-4.25-4.25L9 2.5a2 2 0 0 1 2.85 2.85L6.75 10.5a1 1 0 0 1-1.4-1.4L9.75 4.7',
  download: 'M8 2.5v7.5M4.75 7 8 10.25 11.25 7M2.75 13.25h10.5',
  person:
    'M8 2.5a2.75 2.75 0 1 1 0 5.5a2.75 2.75 0 0 1 0-5.5ZM2.75 13.5c.5-2.5 2.6-3.75 5.25-3.75s4.75 1.25 5.25 3.75',
  plus: 'M8 3v10M3 8h10',
  clock: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11ZM8 5v3.25l2 1.25',
  activity: 'M8 5.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5Z',
  shield: 'M8 1.75 13 3.5v4c0 3.25-2 5.5-5 6.75C5 13 3 10.75 3 7.5v-4z',
  eye: 'M1.75 8S4 3.75 8 3.75 14.25 8 14.25 8 12 12.25 8 12.25 1.75 8 1.75 8ZM8 6.25a1.75 1.75 0 1 1 0 3.5a1.75 1.75 0 0 1 0-3.5Z',
  tray: 'M2.5 9.5 4.25 3.25h7.5L13.5 9.5v3.25h-11zM2.5 9.5h3.25l1 1.75h2.5l1-1.75h3.25',
} as const

export type IconName = keyof typeof drawings

/** A small picture beside words that say the same; hidden from those who listen. */
export function Icon({ name }: { name: IconName }) {
  const drawing: string = drawings[name]
  const filled = drawing.startsWith('!')
  const [shape = '', rest] = drawing.replace('!', '').split('|')
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {filled ? (
        <path d={shape} fill="currentColor" fill-rule="evenodd" />
      ) : (
        <path
          d={shape}
          fill="none"
          stroke="currentColor"
          stroke-width="1.5"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      )}
      {rest !== undefined && <path class="rest" d={rest} fill="currentColor" />}
    </svg>
  )
}
