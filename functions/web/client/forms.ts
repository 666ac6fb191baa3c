import { onArrival } from './page.ts'

// A form is sent once, however often its button is pressed; back again from the next page, it may be sent anew.
document.addEventListener('submit', event => {
  const { target: form, submitter } = event
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
  // What is answered into a frame leaves this page as it is, to be sent again.
  if ((submitter?.getAttribute('formtarget') ?? form.target) !== '') return
  if (form.dataset.sent === '1') event.preventDefault()
  form.dataset.sent = '1'
  submitter?.setAttribute('aria-busy', 'true')
})
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset.sent
  for (const button of document.querySelectorAll('button[aria-busy]')) button.removeAttribute('aria-busy')
})

// Choosing is enough: the buttons for it are for pages without this script.
onArrival(() => {
  for (const filter of document.querySelectorAll<HTMLFormElement>('[data-filter]')) {
    filter.addEventListener('formdata', ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
    })
    filter.addEventListener('change', () => filter.requestSubmit())
    filter.querySelector('button')?.setAttribute('hidden', '')
  }
  for (const part of document.querySelectorAll('[data-choose-client]')) {
    const button = part.querySelector('button')
    part
      .querySelector('select')
      ?.addEventListener('change', () => part.closest('form')?.requestSubmit(button))
    button?.setAttribute('hidden', '')
  }
})
