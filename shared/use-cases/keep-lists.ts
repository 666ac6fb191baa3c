import type { Follower } from './follow-changes.ts'
import { indexNames } from './index-names.ts'
import { indexTicketWords } from './index-ticket-words.ts'
import { settleMemberLists } from './settle-member-lists.ts'

/** Keeps what tickets, clients, contacts and assets are listed and found by in step with what they are. */
export const keepLists: Follower = {
  name: 'lists',
  follow: async (desk, changes) => {
    // Each reads what is true now, so those of one batch may be followed side by side.
    for (let first = 0; first < changes.length; first += changesAtOnce) {
      const some = changes.slice(first, first + changesAtOnce)
      await Promise.all(
        some.flatMap(change => [
          settleMemberLists(desk, change),
          indexTicketWords(desk, change),
          indexNames(desk, change),
        ]),
      )
    }
  },
}

const changesAtOnce = 10
