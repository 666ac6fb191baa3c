import { routes } from '../routes.ts'
import type { GuestDoor, GuestVisit } from './guest-door.ts'
import { openFile, rate, replyTo, showTalk, type TalkVisit, takeStep } from './talk.tsx'

/** Hangs up the page that a mail's link opens: one ticket's public side, and nothing done before a button is pressed. */
export function hangGuest(door: GuestDoor): void {
  door.get(routes.guest, visit => showTalk(talkOf(visit)))
  door.get(routes.guestFile, visit => openFile(talkOf(visit)))
  door.post(routes.guestReplies, (visit, form, sent) => replyTo(talkOf(visit), form, sent))
  door.post(routes.guestStep, (visit, form) => takeStep(talkOf(visit), form))
  door.post(routes.guestFeedback, (visit, form) => rate(talkOf(visit), form))
}

function talkOf({ desk, c, guest, token, view, strings }: GuestVisit): TalkVisit {
  return {
    ...{ desk, c, actor: guest, number: guest.ticketNumber, view, strings, steps: ['reopen'] },
    places: {
      page: query => routes.guest.href({ token }, query),
      replies: routes.guestReplies.href({ token }),
      step: routes.guestStep.href({ token }),
      feedback: routes.guestFeedback.href({ token }),
      file: attachmentId => routes.guestFile.href({ token, attachmentId }),
    },
  }
}
