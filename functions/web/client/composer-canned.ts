import { composer, keepSoon } from './composer-draft.ts'

function parts() {
  const place = composer()?.querySelector<HTMLElement>('[data-canned-list]')
  return {
    list: place?.dataset.cannedList,
    box: place?.querySelector<HTMLElement>('.canned-box'),
    find: place?.querySelector<HTMLInputElement>('#canned-find'),
    found: place?.querySelector<HTMLElement>('[data-canned-found]'),
    body: composer()?.querySelector<HTMLTextAreaElement>('[name=bodyText]'),
  }
}

async function search(): Promise<void> {
  const { list, find, found } = parts()
  const answer = await fetch(`${list}?q=${encodeURIComponent(find?.value ?? '')}`)
  if (answer.ok && found) found.innerHTML = await answer.text()
}

function open(): void {
  const { box, find } = parts()
  if (!box || !find) return
  box.hidden = false
  find.value = ''
  find.focus()
  void search()
}

function close(): void {
  const { box, body } = parts()
  if (box) box.hidden = true
  body?.focus()
}

function insert(words: string): void {
  const { body } = parts()
  body?.setRangeText(words, body.selectionStart, body.selectionEnd, 'end')
  close()
  keepSoon()
}

document.addEventListener('click', event => {
  const { target } = event
  if (!(target instanceof Element) || composer()?.contains(target) !== true) return
  if (target.closest('button[value=canned]') !== null) {
    event.preventDefault()
    if (parts().box?.hidden === false) close()
    else open()
  }
  const words = target.closest<HTMLElement>('[data-canned]')?.dataset.canned
  if (words !== undefined) insert(words)
})
document.addEventListener('input', ({ target }) => {
  if (target === parts().find) void search()
})
document.addEventListener(
  'keydown',
  event => {
    const { box, body, find } = parts()
    if (body && event.target === body && isSlashOnEmptyLine(event, body)) {
      event.preventDefault()
      open()
    } else if (box?.contains(event.target as Node) && move(event.key, box, find)) {
      event.preventDefault()
      event.stopPropagation()
    }
  },
  true,
)

/** Everywhere else a slash is a slash. */
function isSlashOnEmptyLine({ key }: KeyboardEvent, body: HTMLTextAreaElement): boolean {
  const before = body.value.slice(0, body.selectionStart)
  const after = body.value.slice(body.selectionEnd)
  return key === '/' && /(^|\n)$/.test(before) && /^(\n|$)/.test(after)
}

function move(key: string, box: HTMLElement, find: HTMLElement | null | undefined): boolean {
  const all = [...box.querySelectorAll<HTMLElement>('[data-canned]')]
  const active = document.activeElement
  const at = active instanceof HTMLElement ? all.indexOf(active) : -1
  if (key === 'ArrowDown') all[Math.min(at + 1, all.length - 1)]?.focus()
  else if (key === 'ArrowUp') (all[at - 1] ?? find)?.focus()
  else if (key === 'Escape') close()
  else if (key === 'Enter' && at === -1) {
    const words = all[0]?.dataset.canned
    if (words !== undefined) insert(words)
  } else return false
  return true
}
