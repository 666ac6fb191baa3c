/** Goes to the composer, set to a public reply or an internal note. */
export function write(mode: 'public' | 'internal'): void {
  const radio = document.getElementById(`composer-${mode}`)
  if (!(radio instanceof HTMLInputElement)) return
  radio.checked = true
  const composer = document.getElementById('composer')
  composer?.scrollIntoView({ block: 'nearest' })
  composer?.querySelector('textarea')?.focus()
}
