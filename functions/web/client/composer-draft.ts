import { onArrival, onLeaving } from './page.ts'

const quietMilliseconds = 1_500
let timer = 0
let work = Promise.resolve()
let isBehind = false
let isTyped = false

/** The composer of the page that is there. */
export function composer(): HTMLFormElement | null {
  return document.querySelector('form.composer')
}

/** Keeps what is typed on the server once nothing was typed for a moment. */
export function keepSoon(): void {
  isTyped = true
  clearTimeout(timer)
  timer = window.setTimeout(keepNow, quietMilliseconds)
}

function keepNow(): void {
  clearTimeout(timer)
  const form = composer()
  if (!isTyped || form === null) return
  isTyped = false
  // One after the other: each names the version that the one before it gave.
  work = work.then(() => keep(form))
}

document.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLElement) || target.closest('.canned-box') !== null) return
  if (target.closest('form') === composer()) keepSoon()
})
document.addEventListener('submit', ({ target }) => {
  if (target !== composer()) return
  isTyped = false
  clearTimeout(timer)
})
onArrival(() => {
  isBehind = false
  isTyped = false
})
onLeaving(keepNow)

async function keep(form: HTMLFormElement): Promise<void> {
  const version = form.querySelector<HTMLInputElement>('[name=draftVersion]')
  const state = form.querySelector<HTMLElement>('[data-draft]')
  if (version === null || state === null || isBehind || form.dataset.sent === '1') return
  const typed = new URLSearchParams()
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && name !== 'cannedId') typed.append(name, value)
  }
  typed.append('step', 'auto')
  try {
    const answer = await fetch(state.dataset.draft ?? '', {
      method: 'POST',
      body: typed,
      // Goes on where the page is left; browsers do so for 64 KB.
      keepalive: typed.toString().length < 60_000,
    })
    if (answer.ok) {
      version.value = (await answer.json()).version
      tell(state, state.dataset.saved, false)
    } else if (answer.status === 409) {
      const isTooLarge = (await answer.json()).code === 'draft.too-large'
      isBehind = !isTooLarge
      tell(state, isTooLarge ? state.dataset.tooLarge : state.dataset.newer, true)
    }
  } catch {
    // Without a network the words are still here; the next letter tries again.
  }
}

function tell(state: HTMLElement, words: string | undefined, isWrong: boolean): void {
  state.textContent = words ?? ''
  state.classList.toggle('is-wrong', isWrong)
}
