import { closeMenus } from './dialogs.ts'
import { isTyping } from './typing.ts'

document.addEventListener('keydown', event => {
  const { key, target } = event
  if (event.isComposing || !(target instanceof HTMLElement)) return
  if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    const form = target.closest('form')
    if (form === null) return
    event.preventDefault()
    sendForm(form)
  }
  if (key === 'Escape') {
    closeMenus()
    if (isTyping(target)) target.blur()
  }
})

/** As if its own button was pressed: the one that can be seen now. */
function sendForm(form: HTMLFormElement): void {
  const buttons = [...form.querySelectorAll<HTMLButtonElement>('button[type=submit]:not([name])')]
  form.requestSubmit(buttons.find(button => button.checkVisibility() && button.tabIndex === 0))
}
