import { onArrival } from './page.ts'

// A form is sent once, however often its button is pressed; back again from the next page, it may be sent anew.
document.addEventListener('submit', event => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
  if (form.dataset.sent === '1') event.preventDefault()
  form.dataset.sent = '1'
})
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset.sent
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
