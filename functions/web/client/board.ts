import { onArrival } from './page.ts'

let dragged: HTMLElement | undefined

/** A card is dropped on a column: its own form is sent, with that column's status, where it may go there. */
onArrival(() => {
  for (const card of document.querySelectorAll<HTMLElement>('[data-card]')) {
    if (card.querySelector('form') === null) continue
    card.draggable = true
    card.addEventListener('dragstart', () => {
      dragged = card
    })
  }
  for (const column of document.querySelectorAll<HTMLElement>('[data-column]')) {
    const mark = (isTarget: boolean) => column.classList.toggle('is-target', isTarget)
    column.addEventListener('dragover', event => {
      if (wayTo(column) === undefined) return
      event.preventDefault()
      mark(true)
    })
    column.addEventListener('dragleave', () => mark(false))
    column.addEventListener('drop', event => {
      const way = wayTo(column)
      if (way === undefined) return
      event.preventDefault()
      way.selected = true
      way.form?.requestSubmit()
    })
  }
})

function wayTo(column: HTMLElement): HTMLOptionElement | undefined {
  return [...(dragged?.querySelectorAll('option') ?? [])].find(({ value }) => value === column.dataset.column)
}
