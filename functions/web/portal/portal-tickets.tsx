import { type PortalStep, portalSteps } from '../../../shared/domain/portal.ts'
import { listPortalTickets, type PortalFilter } from '../../../shared/use-cases/portal-tickets.ts'
import { answerPage } from '../answer-page.tsx'
import { ticketNumberOf } from '../door.ts'
import { routes } from '../routes.ts'
import type { PortalDoor, PortalVisit } from './portal-door.ts'
import { openFile, rate, replyTo, showTalk, type TalkVisit, takeStep } from './talk.tsx'
import { TicketsPage } from './tickets-page.tsx'

/** Tickets on one page of a list: a phone shows some ten at once. */
const ticketsOnPage = 25

/** Hangs up a contact's tickets: the list, and each with what can be done to it. */
export function hangPortalTickets(door: PortalDoor): void {
  door.get(routes.portal, async visit => {
    const { c, desk, contact, view } = visit
    const filter = filterOf(visit)
    const cursor = c.req.query('cursor')
    const page = await listPortalTickets(desk, contact, filter, {
      limit: ticketsOnPage,
      ...(cursor === undefined ? {} : { cursor }),
    })
    return answerPage(c, <TicketsPage view={view} filter={filter} isFirst={cursor === undefined} {...page} />)
  })
  door.get(routes.portalTicket, visit => showTalk(talkOf(visit)))
  door.get(routes.portalFile, visit => openFile(talkOf(visit)))
  door.post(routes.portalReplies, (visit, form, sent) => replyTo(talkOf(visit), form, sent))
  door.post(routes.portalStep, (visit, form) => takeStep(talkOf(visit), form))
  door.post(routes.portalFeedback, (visit, form) => rate(talkOf(visit), form))
}

/** What the address asks for; a list that is not theirs, or is none, is their own open one. */
function filterOf({ c, view }: PortalVisit): PortalFilter {
  const q = (c.req.query('q') ?? '').trim().slice(0, 200)
  const isWide = view.holder?.seesWholeClient === true && c.req.query('whose') === 'client'
  return {
    whose: isWide ? 'client' : 'mine',
    state: c.req.query('state') === 'closed' ? 'closed' : 'open',
    ...(q === '' ? {} : { q }),
  }
}

const allSteps: readonly PortalStep[] = portalSteps

function talkOf({ desk, c, contact, view, strings }: PortalVisit): TalkVisit {
  const number = ticketNumberOf(c)
  return {
    ...{ desk, c, actor: contact, number, view, strings, steps: allSteps },
    places: {
      page: query => routes.portalTicket.href({ number }, query),
      replies: routes.portalReplies.href({ number }),
      step: routes.portalStep.href({ number }),
      feedback: routes.portalFeedback.href({ number }),
      file: attachmentId => routes.portalFile.href({ number, attachmentId }),
      followUp: routes.portalNewTicket.href({}, { after: number }),
    },
  }
}
