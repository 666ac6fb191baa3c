import { onArrival } from './page.ts'

onArrival(() => {
  for (const place of document.querySelectorAll<HTMLElement>('[data-count]')) void showCount(place)
  for (const all of document.querySelectorAll<HTMLInputElement>('[data-pick-all]')) {
    all.hidden = false
    all.addEventListener('change', () => {
      for (const pick of picks()) pick.checked = all.checked
      openBulk()
    })
  }
  document.querySelector('[data-rows]')?.addEventListener('change', openBulk)
})

/** Counts of saved views come when the page is there: each may take a read of its own. */
async function showCount(place: HTMLElement): Promise<void> {
  const answer = await fetch(place.dataset.count ?? '').catch(() => undefined)
  if (!answer?.ok || answer.redirected) return
  place.textContent = await answer.text()
  place.hidden = false
}

function picks() {
  return document.querySelectorAll<HTMLInputElement>('[data-rows] input[name]')
}

/** What can be done to several is there once one is ticked. */
function openBulk(): void {
  const fold = document.getElementById('bulk')?.closest('details')
  if (fold && [...picks()].some(pick => pick.checked)) fold.open = true
}
