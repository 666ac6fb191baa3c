import { DeskError } from '../../../shared/domain/errors.ts'
import { referenceOf } from '../../../shared/domain/ticket.ts'
import { type SearchHit, searchDesk } from '../../../shared/use-cases/search-desk.ts'
import { answerPage } from '../answer-page.tsx'
import type { ConsoleDoor } from '../door.ts'
import { attempt } from '../form.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'

const hitsMax = 8
const wordsMax = 200

/** Hangs up what the palette finds: a piece of a page, put into the dialog by the script. */
export function hangPalette(door: ConsoleDoor): void {
  door.get(routes.palette, 'tickets:read', async ({ desk, c, agent }) => {
    const q = (c.req.query('q') ?? '').trim().slice(0, wordsMax)
    if (q === '') return answerPage(c, <Hits hits={[]} />)
    const found = await attempt(searchDesk(desk, agent, q, { limit: hitsMax }))
    return answerPage(c, <Hits hits={found instanceof DeskError ? [] : found.hits} asked />)
  })
}

function Hits({ hits, asked = false }: { hits: readonly SearchHit[]; asked?: boolean }) {
  const words = useStrings().palette
  if (hits.length === 0) return asked ? <p class="palette-none">{words.none}</p> : null
  return (
    <>
      {hits.map(hit => {
        const { href, name, about } = shown(hit)
        return (
          <div role="option" tabIndex={-1} class="palette-option" data-href={href} aria-selected="false">
            <span>{name}</span>
            <span class="faint">{about ?? words.kind[hit.kind]}</span>
          </div>
        )
      })}
    </>
  )
}

function shown(hit: SearchHit): { href: string; name: string; about?: string | undefined } {
  switch (hit.kind) {
    case 'ticket': {
      const { number, subject } = hit.ticket
      return { href: routes.ticket.href({ number }), name: subject, about: referenceOf(hit.ticket) }
    }
    case 'client':
      return { href: routes.client.href({ clientId: hit.id }), name: hit.name }
    case 'contact':
      return {
        href: routes.client.href({ clientId: hit.clientId }, { contact: hit.id }),
        name: hit.name,
        about: hit.email,
      }
    case 'asset':
      return { href: routes.client.href({ clientId: hit.clientId }), name: hit.name }
  }
}
