import { raw } from 'hono/html'
import { DeskError } from '../../../shared/domain/errors.ts'
import {
  attachmentLink,
  readEntry,
  readInlineImage,
  readOriginal,
  readTicket,
} from '../../../shared/use-cases/read-ticket.ts'
import { type ConsoleDoor, ticketNumberOf } from '../door.ts'
import { routes } from '../routes.ts'
import { downloadHeaders, imageHeaders, mailFrameHeaders } from '../security/headers.ts'
import { mailDocument } from './mail-document.ts'
import { EntryPage } from './ticket-page.tsx'

/** Hangs up what belongs to one entry of a ticket: its whole words, its formatted body, its files, its mail. */
export function hangTicketFiles(door: ConsoleDoor): void {
  door.get(routes.entry, 'tickets:read', async ({ desk, c, agent, view }) => {
    const number = ticketNumberOf(c)
    const [ticket, entry] = await Promise.all([
      readTicket(desk, agent, number),
      readEntry(desk, agent, number, c.req.param('entryId') ?? ''),
    ])
    return c.html(<EntryPage view={view} ticket={ticket} entry={entry} />)
  })

  door.get(routes.entryHtml, 'tickets:read', async ({ desk, c, agent }) => {
    const number = ticketNumberOf(c)
    const entry = await readEntry(desk, agent, number, c.req.param('entryId') ?? '')
    return c.html(raw(mailDocument(number, entry)), 200, mailFrameHeaders)
  })

  door.get(routes.entryOriginal, 'mail:read', async ({ desk, c, agent }) => {
    const number = ticketNumberOf(c)
    const entry = await readEntry(desk, agent, number, c.req.param('entryId') ?? '')
    if (entry.mailKey === undefined) throw new DeskError('resource.missing')
    return rawMail(await readOriginal(desk, agent, entry.mailKey), `ticket-${number}-${entry.id}`)
  })

  door.get(routes.attachment, 'tickets:read', async ({ desk, c, agent }) => {
    return c.redirect(await attachmentLink(desk, agent, c.req.param('attachmentId') ?? ''), 302)
  })

  door.get(routes.inlineImage, 'tickets:read', async ({ desk, c, agent }) => {
    const { content, contentType } = await readInlineImage(desk, agent, c.req.param('attachmentId') ?? '')
    return new Response(new Uint8Array(content), {
      headers: { ...imageHeaders, 'Content-Type': contentType },
    })
  })
}

/** A raw mail as a file to save; the name is ours, as a name in the mail could be anything. */
export function rawMail(content: Uint8Array, name: string): Response {
  return new Response(new Uint8Array(content), {
    headers: {
      ...downloadHeaders,
      'Content-Type': 'text/plain; charset=us-ascii',
      'Content-Disposition': `attachment; filename="${name}.eml.txt"`,
    },
  })
}
