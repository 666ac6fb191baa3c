import './composer-canned.ts'
import './composer-files.ts'
import { composer, keepSoon } from './composer-draft.ts'
import { onArrival } from './page.ts'

// Choosing the other kind of message brings its own words, where it has some.
document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.name !== 'visibility') return
  const form = target.form
  const body = form?.querySelector<HTMLTextAreaElement>('[name=bodyText]')
  const other = form?.querySelector<HTMLInputElement>('[name=otherText]')
  if (form !== composer() || !body || !other?.value) return
  ;[body.value, other.value] = [other.value, body.value]
  keepSoon()
})

onArrival(() => {
  const countdown = document.querySelector<HTMLElement>('[data-undo-seconds]')
  if (countdown === null) return
  const endsAt = Date.now() + Number(countdown.dataset.undoSeconds) * 1_000
  const timer = setInterval(() => {
    const left = Math.ceil((endsAt - Date.now()) / 1_000)
    if (left > 0) countdown.textContent = (countdown.dataset.words ?? '').replace('#', String(left))
    else {
      clearInterval(timer)
      countdown.closest('form')?.remove()
    }
  }, 250)
})
