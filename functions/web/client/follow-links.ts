import { showPage } from './page.ts'

/** How long a page that was fetched ahead counts as the page of now. */
const freshMilliseconds = 10_000
/** Who rests on a link so long is about to follow it. */
const restMilliseconds = 80

const ahead = new Map<string, { at: number; page: Promise<Response> }>()
let turn = 0
let shown = location.pathname + location.search

/** The link's page, if the script can show it: one of this desk's, that is no file and opens here. */
function pageOf(target: EventTarget | null): URL | undefined {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null
  if (link === null || link.target !== '' || link.hasAttribute('download') || link.rel.includes('nofollow'))
    return
  const url = new URL(link.href)
  if (url.origin !== location.origin || isHere(url)) return
  return url
}

/** Only another place on this very page. */
function isHere({ hash, pathname, search }: URL): boolean {
  return hash !== '' && pathname === location.pathname && search === location.search
}

function fetchPage(url: URL): Promise<Response> {
  const key = url.pathname + url.search
  const known = ahead.get(key)
  if (known !== undefined && Date.now() - known.at < freshMilliseconds) return known.page
  const page = fetch(key, { headers: { Accept: 'text/html' } })
  ahead.set(key, { at: Date.now(), page })
  page.catch(() => ahead.delete(key))
  return page
}

/** Shows a page of this desk in place of this one; what is no page of it is gone to as ever. */
export async function visit(url: URL, { push = true, top = 0 } = {}): Promise<void> {
  turn += 1
  const mine = turn
  document.body.setAttribute('aria-busy', 'true')
  try {
    const response = (await fetchPage(url)).clone()
    const isPage = response.headers.get('Content-Type')?.startsWith('text/html') === true
    if (!isPage || response.headers.get('Content-Security-Policy')?.includes('sandbox'))
      throw new Error('no page')
    const next = new DOMParser().parseFromString(await response.text(), 'text/html')
    // Another stylesheet or script is another release.
    if (assetsOf(next) !== assetsOf(document)) throw new Error('another release')
    if (mine !== turn) return
    ahead.clear()
    const there = new URL(response.url)
    there.hash = url.hash
    if (push) {
      history.replaceState({ top: scrollY }, '')
      history.pushState({ top: 0 }, '', there)
    }
    shown = there.pathname + there.search
    showPage(next)
    arrive(there.hash, top)
  } catch {
    if (mine === turn) location.assign(url)
  }
}

function arrive(hash: string, top: number): void {
  const place = hash === '' ? null : document.getElementById(hash.slice(1))
  if (place === null) scrollTo({ top, behavior: 'instant' })
  else place.scrollIntoView()
  const focus = document.querySelector<HTMLElement>('[data-focus], [autofocus]')
  if (focus !== null) focus.focus()
  else document.getElementById('main')?.focus({ preventScroll: true })
}

function assetsOf(page: Document): string {
  return [...page.querySelectorAll('link[rel=stylesheet], script[src]')]
    .map(asset => asset.getAttribute('href') ?? asset.getAttribute('src'))
    .join()
}

document.addEventListener('click', event => {
  const { ctrlKey, metaKey, shiftKey, altKey, button, defaultPrevented, target } = event
  if (ctrlKey || metaKey || shiftKey || altKey || button !== 0 || defaultPrevented) return
  const url = pageOf(target)
  if (url === undefined) return
  event.preventDefault()
  visit(url)
})

let rest = 0
for (const kind of ['pointerover', 'focusin']) {
  document.addEventListener(kind, ({ target }) => {
    clearTimeout(rest)
    const url = pageOf(target)
    if (url !== undefined) rest = window.setTimeout(() => fetchPage(url), restMilliseconds)
  })
}

history.scrollRestoration = 'manual'
if (history.state?.top > 0 && location.hash === '') scrollTo({ top: history.state.top, behavior: 'instant' })
addEventListener('popstate', ({ state }) => {
  const { href, pathname, search } = location
  if (pathname + search !== shown) visit(new URL(href), { push: false, top: state?.top ?? 0 })
})
