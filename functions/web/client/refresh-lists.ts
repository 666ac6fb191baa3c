import { isDialogOpen } from './dialogs.ts'
import { showOffline } from './offline.ts'

const everyMilliseconds = 15_000
const tags = new Map<string, string>()

/** Asks whether the list on the page is still as it is shown, and brings in what is not. */
async function refresh(): Promise<void> {
  const list = document.querySelector<HTMLElement>('[data-refresh]')
  const address = list?.dataset.refresh
  if (document.hidden || !list || address === undefined || isDialogOpen()) return
  const tag = tags.get(address)
  const answer = await fetch(address, {
    headers: tag === undefined ? {} : { 'If-None-Match': tag },
  }).catch(() => undefined)
  showOffline(answer === undefined)
  if (answer?.status !== 200 || answer.redirected || !list.isConnected) return
  const next = answer.headers.get('ETag')
  if (next !== null) tags.set(address, next)
  const fresh = new DOMParser()
    .parseFromString(await answer.text(), 'text/html')
    .querySelector('[data-refresh]')
  if (fresh !== null) bringIn(list, fresh)
}

/**
 * Rows that changed take their new words where they stand. Where rows came, went or moved, the list is put in
 * order at once only if nobody is in the middle of it; else it says so, and waits to be asked.
 */
function bringIn(list: HTMLElement, fresh: Element): void {
  const there = rowsOf(list)
  const coming = rowsOf(fresh)
  const isSame = [...there.keys()].join() === [...coming.keys()].join()
  for (const [key, row] of coming) {
    const old = there.get(key)
    if (old === undefined || old.innerHTML === row.innerHTML || old.querySelector(':focus, :checked'))
      continue
    const isChosen = old.classList.contains('is-chosen')
    old.className = row.className
    old.classList.toggle('is-chosen', isChosen)
    old.replaceChildren(...row.cloneNode(true).childNodes)
  }
  if (isSame) return
  const isBusy = scrollY > 0 || list.querySelector('.is-chosen, :focus, :checked') !== null
  const notice = document.querySelector<HTMLElement>('[data-refresh-notice]')
  if (!isBusy || notice === null) {
    put(list, fresh)
    return
  }
  notice.hidden = false
  notice.querySelector('button')?.addEventListener(
    'click',
    () => {
      notice.hidden = true
      put(list, fresh)
      scrollTo({ top: 0 })
    },
    { once: true },
  )
}

function put(list: HTMLElement, fresh: Element): void {
  list.replaceChildren(...fresh.childNodes)
}

function rowsOf(list: Element): Map<string, HTMLElement> {
  const rows = list.querySelectorAll<HTMLElement>('[data-row]')
  return new Map([...rows].map(row => [row.dataset.row ?? '', row]))
}

setInterval(refresh, everyMilliseconds)
document.addEventListener('visibilitychange', refresh)
