/** The page at an address, to take pieces of; nothing where the way to it is cut. */
async function pageAt(url: string): Promise<Document | undefined> {
  try {
    const answer = await fetch(url)
    if (!answer.ok || answer.redirected) return undefined
    return new DOMParser().parseFromString(await answer.text(), 'text/html')
  } catch {
    return undefined
  }
}

async function followPiece(link: HTMLAnchorElement): Promise<void> {
  const page = await pageAt(link.href)
  if (page === undefined || !(link.dataset.part ? swapPart(page, link.dataset.part) : addOlder(page, link))) {
    location.assign(link.href)
  }
}

// Before links are followed as a whole.
document.addEventListener(
  'click',
  event => {
    const { target, ctrlKey, metaKey, shiftKey, altKey, button } = event
    if (!(target instanceof Element) || ctrlKey || metaKey || shiftKey || altKey || button !== 0) return
    const link = target.closest<HTMLAnchorElement>('a[data-older], a[data-part]')
    if (link === null) return
    event.preventDefault()
    followPiece(link)
  },
  true,
)

/** A part of the panel as the other page has it: what is being written beside it stays. */
function swapPart(page: Document, id: string): boolean {
  const [here, there] = [document.getElementById(id), page.getElementById(id)]
  if (here === null || there === null) return false
  here.replaceWith(there)
  there.querySelector<HTMLElement>('select, input:not([type=hidden]), .edit-link')?.focus()
  return true
}

/** Older entries above the ones that are there, which stay where they are read. */
function addOlder(page: Document, link: HTMLAnchorElement): boolean {
  const [here, there] = [document.querySelector('.timeline'), page.querySelector('.timeline')]
  const place = link.closest('.earlier')
  if (here === null || there === null || place === null) return false
  const first = here.firstElementChild
  const top = first?.getBoundingClientRect().top ?? 0
  const older = [...there.children]
  const lastDay = older.filter(entry => entry.matches('.day')).at(-1)
  if (first?.matches('.day') && lastDay?.textContent === first.textContent) first.remove()
  const mark = here.firstElementChild
  here.prepend(...older)
  const next = page.querySelector('.earlier')
  if (next === null) place.remove()
  else place.replaceWith(next)
  const seen = first?.isConnected ? first : mark
  if (seen) scrollBy(0, seen.getBoundingClientRect().top - top)
  older[0]?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true })
  return true
}
