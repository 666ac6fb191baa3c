type Act = () => void

const arrivals: Act[] = []
const leavings: Act[] = []

/** Does something to the page that is there, and to each that takes its place. */
export function onArrival(act: Act): void {
  arrivals.push(act)
  act()
}

/** Does something before the page is left, whichever way. */
export function onLeaving(act: Act): void {
  leavings.push(act)
  addEventListener('pagehide', act)
}

/** Puts another page's content in this one's place, as if it had been loaded. */
export function showPage(next: Document): void {
  for (const act of leavings) act()
  document.title = next.title
  document.documentElement.lang = next.documentElement.lang
  const { body } = document
  for (const { name } of [...body.attributes]) body.removeAttribute(name)
  for (const { name, value } of next.body.attributes) body.setAttribute(name, value)
  body.replaceChildren(...next.body.childNodes)
  for (const act of arrivals) act()
}
