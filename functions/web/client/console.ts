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
  for (const here of document.querySelectorAll('.bar nav [aria-current], .tabs [aria-current]')) {
    here.scrollIntoView({ block: 'nearest', inline: 'center' })
  }
  document.querySelector<HTMLElement>('[data-focus]')?.focus()
})
