import { onArrival } from './page.ts'

/** Opens the dialog of this id; one that is not on the page, or open, is left alone. */
export function openDialog(id: string): void {
  const dialog = document.getElementById(id)
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal()
}

/** Whether a dialog has the page to itself. */
export function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null
}

const menus = '.account[open], .confirm[open]'

/** Closes the menus that are open, but for the one that holds this. */
export function closeMenus(inside?: Node): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>(menus)) {
    if (inside === undefined || !menu.contains(inside)) menu.open = false
  }
}

document.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return
  const opener = target.closest<HTMLElement>('[data-opens]')
  if (opener?.dataset.opens !== undefined) openDialog(opener.dataset.opens)
  closeMenus(target)
})
onArrival(() => {
  for (const opener of document.querySelectorAll<HTMLElement>('[data-opens]')) opener.hidden = false
})
