import * as z from 'zod'
import { DeskError } from '../../../shared/domain/errors.ts'
import type { Look } from '../../../shared/domain/viewer.ts'
import { keepLooking } from '../../../shared/use-cases/viewers.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf } from '../door.ts'
import { parseForm } from '../form.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { Icon } from '../ui/icon.tsx'
import { Avatar } from '../ui/marks.tsx'

const stillHere = z.strictObject({ writing: z.enum(['', 'yes']) })

/** Hangs up what the script says while a ticket's page is open; it is answered with who else has it open. */
export function hangTicketViewers(door: ConsoleDoor): void {
  door.post(routes.ticketViewers, 'tickets:read', async ({ desk, c, agent }, form) => {
    const parsed = parseForm(stillHere, form)
    if (!parsed.ok) throw new DeskError('request.malformed')
    const isWriting = parsed.data.writing === 'yes'
    const viewers = await keepLooking(desk, agent, { number: ticketNumberOf(c), isWriting })
    return answerPage(c, <ViewerList viewers={viewers} />)
  })
}

/** Who else has the ticket open, kept up to date by the script. */
export function Viewers({ number, viewers }: { number: number; viewers: readonly Look[] }) {
  return (
    <div class="viewers" data-viewers={routes.ticketViewers.href({ number })} aria-live="polite">
      <ViewerList viewers={viewers} />
    </div>
  )
}

function ViewerList({ viewers }: { viewers: readonly Look[] }) {
  const words = useStrings().ticketWork.viewers
  if (viewers.length === 0) return null
  return (
    <ul aria-label={words.title}>
      {viewers.map(({ name, isWriting }) => (
        <li
          class={isWriting ? 'is-writing' : undefined}
          title={(isWriting ? words.writing : words.viewing)(name)}
        >
          <Avatar name={name} />
          <bdi>{name}</bdi>
          {isWriting && (
            <span class="writing">
              <Icon name="reply" />
              {words.isWriting}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
