import type { Priority, Status } from '../../../shared/domain/ticket.ts'
import { useStrings } from '../strings.ts'
import { Icon } from './icon.tsx'

const avatarColours = 6

/** A status as shape, word and colour, so that none of them is needed alone; a custom one by its own name. */
export function StatusPill({ status, name }: { status: Status; name?: string | undefined }) {
  const strings = useStrings()
  return (
    <span class={`pill status-${status}`}>
      <Icon name={status} />
      {name ?? strings.status[status]}
    </span>
  )
}

/** A priority as shape, word and colour. */
export function PriorityMark({ priority }: { priority: Priority }) {
  const strings = useStrings()
  return (
    <span class={`priority priority-${priority}`}>
      <Icon name={priority} />
      {strings.priority[priority]}
    </span>
  )
}

/** Initials on a colour that stays the same for a name; a decoration beside the name itself. */
export function Avatar({ name, side }: { name: string; side?: 'client' | 'agent' }) {
  return (
    <span class={`avatar avatar-${side ?? 'agent'} avatar-${colourOf(name)}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '')
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    word => [...(word ?? '')][0] ?? '',
  )
  return letters.join('').toUpperCase() || '?'
}

function colourOf(name: string): number {
  let sum = 0
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997
  return sum % avatarColours
}
