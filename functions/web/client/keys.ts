import { closeMenus, isDialogOpen, openDialog } from './dialogs.ts'
import { chooseRow } from './rows.ts'
import { isTyping } from './typing.ts'
import { write } from './write.ts'

const shortcuts: Record<string, () => void> = {
  j: () => chooseRow(1),
  k: () => chooseRow(-1),
  r: () => write('public'),
  n: () => write('internal'),
  '/': () => document.getElementById('go-to')?.focus(),
  '?': () => openDialog('shortcuts'),
}

document.addEventListener('keydown', event => {
  if (event.isComposing) return
  const { target } = event
  const hasModifier = event.ctrlKey || event.metaKey
  if (event.key === 'Enter' && hasModifier && target instanceof HTMLElement) {
    const form = target.closest('form')
    if (form !== null) {
      event.preventDefault()
      sendForm(form)
    }
    return
  }
  if (event.key === 'Escape') {
    closeMenus()
    if (isTyping(target) && target instanceof HTMLElement) target.blur()
    return
  }
  if (hasModifier || event.altKey || isTyping(target) || isDialogOpen()) return
  const act = shortcuts[event.key]
  if (act === undefined) return
  event.preventDefault()
  act()
})

/** As if its own button was pressed: the one that can be seen now. */
function sendForm(form: HTMLFormElement): void {
  const buttons = [...form.querySelectorAll<HTMLButtonElement>('button[type=submit]:not([name])')]
  form.requestSubmit(buttons.find(button => button.checkVisibility() && button.tabIndex === 0))
}
