// Makes the console faster to use. Every page works without it.

const typing = element => element.closest('input, select, textarea, [contenteditable]') !== null
const rows = () => [...document.querySelectorAll('[data-row]')]

function choose(step) {
  const all = rows()
  if (all.length === 0) return
  const at = all.findIndex(row => row.classList.contains('is-chosen'))
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)]
  for (const row of all) row.classList.toggle('is-chosen', row === next)
  next.querySelector('a').focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}

function write(mode) {
  const radio = document.getElementById(`composer-${mode}`)
  if (radio === null) return
  radio.checked = true
  const composer = document.getElementById('composer')
  composer.scrollIntoView({ block: 'nearest' })
  composer.querySelector('textarea').focus()
}

function openDialog(id) {
  const dialog = document.getElementById(id)
  if (dialog !== null && !dialog.open) dialog.showModal()
}

const shortcuts = {
  j: () => choose(1),
  k: () => choose(-1),
  r: () => write('public'),
  n: () => write('internal'),
  '/': () => document.getElementById('go-to')?.focus(),
  '?': () => openDialog('shortcuts'),
}

document.addEventListener('keydown', event => {
  if (event.isComposing) return
  const { target } = event
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && target.form) {
    event.preventDefault()
    const buttons = [...target.form.querySelectorAll('button[type=submit]:not([name])')]
    target.form.requestSubmit(buttons.find(button => button.checkVisibility() && button.tabIndex === 0))
    return
  }
  if (event.key === 'Escape') {
    for (const menu of document.querySelectorAll('.account[open], .confirm[open]')) menu.open = false
    if (typing(target)) target.blur()
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(target)) return
  if (document.querySelector('dialog[open]') !== null) return
  const act = shortcuts[event.key]
  if (act === undefined) return
  event.preventDefault()
  act()
})

// A form is sent once, however often its button is pressed; back again from the next page, it may be sent anew.
document.addEventListener('submit', event => {
  if (event.target.method !== 'post') return
  if (event.target.dataset.sent === '1') event.preventDefault()
  event.target.dataset.sent = '1'
})
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent
})

document.addEventListener('click', event => {
  const opener = event.target.closest('[data-opens]')
  if (opener !== null) openDialog(opener.dataset.opens)
  for (const menu of document.querySelectorAll('.account[open], .confirm[open]')) {
    if (!menu.contains(event.target)) menu.open = false
  }
})
for (const opener of document.querySelectorAll('[data-opens]')) opener.hidden = false

// Choosing is enough: the buttons for it are for pages without this script.
for (const filter of document.querySelectorAll('[data-filter]')) {
  filter.addEventListener('formdata', ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
  })
  filter.addEventListener('change', () => filter.requestSubmit())
  filter.querySelector('button').hidden = true
}
for (const part of document.querySelectorAll('[data-choose-client]')) {
  const button = part.querySelector('button')
  part.querySelector('select').addEventListener('change', () => part.closest('form').requestSubmit(button))
  button.hidden = true
}

document.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
document.querySelector('[data-focus]')?.focus()

const words = JSON.parse(document.body.dataset.timeWords ?? '{}')
const say = (text, count) => text.replace('#', String(Math.floor(count)))

// Says the same as ui/when.tsx.
function relativeTime(elapsed) {
  const minutes = Math.abs(elapsed) / 60_000
  const past = elapsed >= 0
  if (minutes < 1) return past ? words.justNow : words.soon
  if (minutes < 60) return say(past ? words.minutes : words.inMinutes, minutes)
  if (minutes < 2_880) return say(past ? words.hours : words.inHours, minutes / 60)
  return say(past ? words.days : words.inDays, minutes / 1_440)
}

// Counted from when the page came: the desk's clock need not be this machine's.
const shownAt = Date.now()
const served = Date.parse(document.body.dataset.now ?? '') || shownAt
setInterval(() => {
  if (document.hidden) return
  const now = served + (Date.now() - shownAt)
  for (const time of document.querySelectorAll('time[data-relative]')) {
    time.textContent = relativeTime(now - Date.parse(time.dateTime))
  }
}, 30_000)
