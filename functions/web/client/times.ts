import { onArrival } from './page.ts'

let words: Record<string, string> = {}

/** Says the same as ui/when.tsx. */
function relativeTime(elapsed: number): string {
  const minutes = Math.abs(elapsed) / 60_000
  const past = elapsed >= 0
  if (minutes < 1) return say(past ? 'justNow' : 'soon', 0)
  if (minutes < 60) return say(past ? 'minutes' : 'inMinutes', minutes)
  if (minutes < 2_880) return say(past ? 'hours' : 'inHours', minutes / 60)
  return say(past ? 'days' : 'inDays', minutes / 1_440)
}

function say(name: string, count: number): string {
  return (words[name] ?? '').replace('#', String(Math.floor(count)))
}

// Counted from when the page came: the desk's clock need not be this machine's.
let shownAt = 0
let served = 0
onArrival(() => {
  words = JSON.parse(document.body.dataset.timeWords ?? '{}')
  shownAt = Date.now()
  served = Date.parse(document.body.dataset.now ?? '') || shownAt
})
setInterval(() => {
  if (document.hidden) return
  const now = served + (Date.now() - shownAt)
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-relative]')) {
    time.textContent = relativeTime(now - Date.parse(time.dateTime))
  }
}, 30_000)
