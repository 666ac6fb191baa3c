/** Chooses the row so many below the chosen one. */
export function chooseRow(step: number): void {
  const rows = [...document.querySelectorAll('[data-row]')]
  if (rows.length === 0) return
  const at = rows.findIndex(row => row.classList.contains('is-chosen'))
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)]
  for (const row of rows) row.classList.toggle('is-chosen', row === next)
  next?.querySelector('a')?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'nearest' })
}

/** Marks the chosen row for what is done to many, or takes the mark away. */
export function markRow(): void {
  document.querySelector<HTMLInputElement>('.is-chosen input[type=checkbox]')?.click()
}
