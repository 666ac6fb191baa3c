// Makes the pages faster to use. Every one of them works without it.
import './dialogs.ts'
import './forms.ts'
import './keys.ts'
import './times.ts'

document.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
document.querySelector<HTMLElement>('[data-focus]')?.focus()
