import { onArrival } from './page.ts'

// On the page from the start: a screen reader reads out what comes into a status, not one that comes with its words.
const status = document.createElement('div')
status.className = 'offline'
status.setAttribute('role', 'status')
onArrival(() => document.body.append(status))

/** Says that the network is gone, or takes that back; for whatever fetches. */
export function showOffline(isOffline: boolean): void {
  const words = isOffline ? (document.body.dataset.offlineWords ?? '') : ''
  if (status.textContent !== words) status.textContent = words
}

addEventListener('offline', () => showOffline(true))
addEventListener('online', () => showOffline(false))
if (!navigator.onLine) showOffline(true)

// A form or a link that leads into nowhere takes the page, and what was typed on it, along: it stays.
document.addEventListener('submit', stay, true)
document.addEventListener(
  'click',
  event => {
    const { target } = event
    if (target instanceof Element && target.closest('a[href]:not([href^="#"])') !== null) stay(event)
  },
  true,
)

function stay(event: Event): void {
  if (navigator.onLine) return
  event.preventDefault()
  event.stopImmediatePropagation()
  showOffline(true)
}
