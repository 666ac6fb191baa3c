// While a ticket's page is looked at, the desk is told so twice a minute, and answers who else looks.
import { onArrival } from './page.ts'

async function tell(): Promise<void> {
  const place = document.querySelector<HTMLElement>('[data-viewers]')
  const token = document.querySelector<HTMLInputElement>('[name=formToken]')?.value
  if (document.hidden || place === null || token === undefined) return
  const words = document.querySelector<HTMLTextAreaElement>('#composer textarea:not([readonly])')?.value
  const answer = await fetch(place.dataset.viewers ?? '', {
    method: 'POST',
    body: new URLSearchParams({ formToken: token, writing: words ? 'yes' : '' }),
  }).catch(() => undefined)
  const drawn = answer?.ok ? await answer.text() : undefined
  // Said aloud when it changes, and only then.
  if (drawn !== undefined && drawn !== place.innerHTML) place.innerHTML = drawn
}

// A page that was loaded is noted by itself; one that was fetched ahead may never have been looked at.
let isLoaded = true
onArrival(() => {
  if (!isLoaded) tell()
  isLoaded = false
})
setInterval(tell, 30_000)
document.addEventListener('visibilitychange', tell)
