import { openDialog } from './dialogs.ts'
import { visit } from './follow-links.ts'

/** Who types faster asks once. */
const pauseMilliseconds = 120

let pause = 0
let asked = ''

const palette = () => document.getElementById('palette')
const results = () => palette()?.querySelector<HTMLElement>('[role=listbox]')
const options = () => [...(results()?.querySelectorAll<HTMLElement>('[role=option]') ?? [])]

/** Opens the palette; whether the page has one. */
export function openPalette(): boolean {
  const input = palette()?.querySelector('input')
  if (!input) return false
  openDialog('palette')
  input.select()
  find(input.value)
  return true
}

async function find(words: string): Promise<void> {
  const address = palette()?.dataset.palette
  if (address === undefined) return
  asked = words
  const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`).catch(() => undefined)
  if (answer?.ok !== true || answer.redirected || asked !== words) return
  const list = results()
  if (!list) return
  const found = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const actions = actionsNamed(words)
  list.replaceChildren(...actions, ...found.body.childNodes)
  choose(0)
}

/** What can be done on this page, as it calls it. */
function actionsNamed(words: string): HTMLElement[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const places = [...document.querySelectorAll<HTMLElement>('[aria-keyshortcuts]')]
  return places.flatMap(place => {
    if (!place.checkVisibility() || !place.matches('a, button:enabled, summary, input, select')) return []
    const name = (place.getAttribute('aria-label') ?? place.innerText ?? '').trim().split('\n')[0] ?? ''
    if (name === '' || !wanted.every(word => name.toLowerCase().includes(word))) return []
    return [actionOf(place, name)]
  })
}

function actionOf(place: HTMLElement, name: string): HTMLElement {
  const action = document.createElement('div')
  action.setAttribute('role', 'option')
  action.className = 'palette-option'
  const key = document.createElement('kbd')
  key.textContent = place.getAttribute('aria-keyshortcuts')
  action.append(name, key)
  action.addEventListener('click', () => {
    close()
    place.focus()
    place.click()
  })
  return action
}

function choose(index: number): void {
  const all = options()
  const at = Math.min(Math.max(index, 0), all.length - 1)
  for (const [position, option] of all.entries()) {
    option.id = `palette-${position}`
    option.setAttribute('aria-selected', String(position === at))
  }
  all[at]?.scrollIntoView({ block: 'nearest' })
  palette()
    ?.querySelector('input')
    ?.setAttribute('aria-activedescendant', all.length > 0 ? `palette-${at}` : '')
}

function close(): void {
  const dialog = palette()
  if (dialog instanceof HTMLDialogElement) dialog.close()
}

function follow(option: HTMLElement | undefined): void {
  const href = option?.dataset.href
  if (href === undefined) {
    option?.click()
    return
  }
  close()
  visit(new URL(href, location.href))
}

document.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !palette()?.contains(target)) return
  clearTimeout(pause)
  pause = window.setTimeout(() => find(target.value), pauseMilliseconds)
})
document.addEventListener('click', ({ target }) => {
  const option = target instanceof Element ? target.closest<HTMLElement>('#palette [data-href]') : null
  if (option !== null) follow(option)
})
document.addEventListener('keydown', event => {
  const { key, target } = event
  if (event.isComposing || !(target instanceof Element) || !palette()?.contains(target)) return
  const all = options()
  const at = all.findIndex(option => option.getAttribute('aria-selected') === 'true')
  if (key === 'ArrowDown') choose(at + 1)
  else if (key === 'ArrowUp') choose(at - 1)
  else if (key === 'Enter') follow(all[at])
  // A search field would only be emptied by it.
  else if (key === 'Escape') close()
  else return
  event.preventDefault()
})
