// Makes the pages faster to use. Every one of them works without it.
import './board.ts'
import './copy.ts'
import './composer.ts'
import './dialogs.ts'
import './follow-links.ts'
import './forms.ts'
import './lists.ts'
import './offline.ts'
import './pieces.ts'
import './refresh-lists.ts'
import './send-form.ts'
import './shortcuts.ts'
import './times.ts'
import './viewers.ts'
import { onArrival } from './page.ts'

onArrival(() => {
  for (const bar of document.querySelectorAll('.bar nav, .tabs')) {
    const here = bar.querySelector<HTMLElement>('[aria-current]')
    // Not `scrollIntoView`: the next Tab would begin there, and skip the link that skips the rest.
    if (here !== null) bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2
  }
  document.querySelector<HTMLElement>('[data-focus]')?.focus()
})
