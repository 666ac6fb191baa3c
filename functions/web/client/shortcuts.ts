import { isDialogOpen, openDialog } from './dialogs.ts'
import { visit } from './follow-links.ts'
import { onArrival } from './page.ts'
import { openPalette } from './palette.ts'
import { chooseRow, markRow } from './rows.ts'
import { isTyping } from './typing.ts'

/** How long the second key of two may be waited for. */
const secondKeyMilliseconds = 1_500

const everywhere: Record<string, () => void> = {
  j: () => chooseRow(1),
  k: () => chooseRow(-1),
  x: markRow,
  u: backToList,
  '?': () => openDialog('shortcuts'),
}

let first = ''
let forget = 0

document.addEventListener('keydown', event => {
  if (event.isComposing) return
  const { key, target } = event
  const hasModifier = event.ctrlKey || event.metaKey
  if (hasModifier && key.toLowerCase() === 'k') {
    if (openPalette()) event.preventDefault()
    return
  }
  if (hasModifier || event.altKey || isTyping(target) || isDialogOpen()) return
  const keys = first === '' ? key : `${first} ${key}`
  const act = first === '' ? (everywhere[key] ?? actOf(keys)) : actOf(keys)
  wait('')
  if (act !== undefined) {
    event.preventDefault()
    act()
  } else if (key === 'g') wait('g')
})

function wait(key: string): void {
  clearTimeout(forget)
  first = key
  forget = window.setTimeout(() => wait(''), secondKeyMilliseconds)
}

/** What a page has under these keys, by its `aria-keyshortcuts`: a field is gone to, anything else is pressed. */
function actOf(keys: string): (() => void) | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(`[aria-keyshortcuts="${CSS.escape(keys)}"]`)]
  const element = all.find(isThere)
  return element && (() => press(element))
}

function isThere(element: HTMLElement): boolean {
  if (element.matches(':disabled')) return false
  const closed = element.closest('details:not([open])')
  return (closed ?? element).checkVisibility() || element.matches('input[type=radio]')
}

function press(element: HTMLElement): void {
  const fold = element.closest('details')
  if (fold !== null && !element.matches('summary')) fold.open = true
  if (element.matches('a, button, summary, [type=radio], [type=checkbox]')) {
    element.click()
    const goTo = element.dataset.goTo ? document.getElementById(element.dataset.goTo) : null
    if (goTo !== null) goIn(goTo)
    else if (element.matches('summary') && fold !== null) goIn(fold)
  } else goIn(element)
}

/** To the field that it is, or else to the first thing in it that can be used. */
function goIn(place: HTMLElement): void {
  const inside = 'textarea, select, input:not([type=hidden]), button'
  const field = place.matches(inside) ? place : place.querySelector<HTMLElement>(inside)
  field?.focus()
  field?.scrollIntoView({ block: 'nearest' })
}

const lastList = 'list'

/** To the list as it was seen last, or else to the first page of the desk. */
function backToList(): void {
  const home = document.querySelector<HTMLAnchorElement>('.brand')?.href
  const address = sessionStorage.getItem(lastList) ?? home
  if (address !== undefined) visit(new URL(address, location.href))
}

onArrival(() => {
  if (document.querySelector('[data-refresh]') !== null) sessionStorage.setItem(lastList, location.href)
})
