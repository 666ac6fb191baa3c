import { onArrival } from './page.ts'

// A value that is shown once is copied at a press; without this script it is there to be chosen.
onArrival(() => {
  for (const button of document.querySelectorAll<HTMLElement>('[data-copies]')) {
    const field = document.getElementById(button.dataset.copies ?? '')
    if (!(field instanceof HTMLInputElement)) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      field.select()
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.copied ?? ''
    })
  }
})
