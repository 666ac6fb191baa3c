import type { Hono } from 'hono'
import { raw } from 'hono/html'
import { DeskError } from '../../../shared/domain/errors.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { mailsOfEntry } from '../../../shared/use-cases/outgoing-mails.ts'
import { attachmentLink, readInlineImage } from '../../../shared/use-cases/read-attachment.ts'
import { type Original, readMailHeaders, readOriginal } from '../../../shared/use-cases/read-mail.ts'
import { readEntry, readTicket } from '../../../shared/use-cases/read-ticket.ts'
import { answerPage } from '../answer-page.tsx'
import { type ConsoleDoor, ticketNumberOf } from '../door.ts'
import type { WebContext, WebEnv } from '../env.ts'
import { routes } from '../routes.ts'
import {
  downloadHeaders,
  imageHeaders,
  mailFrameHeaders,
  mailFrameWithImagesHeaders,
} from '../security/headers.ts'
import { isImagePass, passForImage } from '../security/image-link.ts'
import { HeadersPage } from './headers-page.tsx'
import { mailDocument } from './mail-document.ts'
import { EntryPage } from './ticket-page.tsx'

/** Hangs up what belongs to one entry of a ticket: its whole words, its formatted body, its files, its mail. */
export function hangTicketFiles(door: ConsoleDoor): void {
  door.get(routes.entry, 'tickets:read', async ({ desk, c, agent, view }) => {
    const number = ticketNumberOf(c)
    const entryId = c.req.param('entryId') ?? ''
    const [ticket, entry, mails] = await Promise.all([
      readTicket(desk, agent, number),
      readEntry(desk, agent, number, entryId),
      mailsOfEntry(desk, agent, number, entryId),
    ])
    return answerPage(c, <EntryPage view={view} ticket={ticket} entry={entry} mails={mails} />)
  })

  door.get(routes.entryHtml, 'tickets:read', async ({ desk, c, agent }) => {
    const number = ticketNumberOf(c)
    const entry = await readEntry(desk, agent, number, c.req.param('entryId') ?? '')
    const key = await desk.secrets.signingKey()
    const hrefOf = (attachmentId: string) => {
      return routes.inlineImage.href({ attachmentId }, { ...passForImage(key, attachmentId, desk.now()) })
    }
    // The browser fetches them, and only when the agent asks; the server fetches nothing that a mail names.
    const remoteImages = c.req.query('images') === 'remote'
    const headers = remoteImages ? mailFrameWithImagesHeaders : mailFrameHeaders
    return c.html(raw(mailDocument(entry, hrefOf, { remoteImages })), 200, headers)
  })

  door.get(routes.entryOriginal, 'mail:read', async ({ desk, c, agent }) => {
    const number = ticketNumberOf(c)
    const entry = await readEntry(desk, agent, number, c.req.param('entryId') ?? '')
    if (entry.mailKey === undefined) throw new DeskError('resource.missing')
    return rawMail(c, await readOriginal(desk, agent, entry.mailKey), `ticket-${number}-${entry.id}`)
  })

  door.get(routes.entryHeaders, 'mail:read', async ({ desk, c, agent, view, strings }) => {
    const number = ticketNumberOf(c)
    const [ticket, entry] = await Promise.all([
      readTicket(desk, agent, number),
      readEntry(desk, agent, number, c.req.param('entryId') ?? ''),
    ])
    if (entry.mailKey === undefined) throw new DeskError('resource.missing')
    return answerPage(
      c,
      <HeadersPage
        view={view}
        section="tickets"
        subject={ticket.subject}
        headers={await readMailHeaders(desk, agent, entry.mailKey)}
        back={{ href: routes.ticket.href({ number }), label: strings.entry.backToTicket }}
      />,
    )
  })

  door.get(routes.attachment, 'tickets:read', async ({ desk, c, agent }) => {
    return c.redirect(await attachmentLink(desk, agent, c.req.param('attachmentId') ?? ''), 302)
  })
}

/** Hangs up the images of mails: no session reaches a sandboxed frame, so each link carries its own pass. */
export function hangInlineImages(app: Hono<WebEnv>, desk: Desk): void {
  app.get(routes.inlineImage.pattern, async c => {
    const attachmentId = c.req.param('attachmentId') ?? ''
    const pass = { until: Number(c.req.query('until')), mac: c.req.query('mac') ?? '' }
    const key = await desk.secrets.signingKey()
    if (!isImagePass(key, attachmentId, pass, desk.now())) throw new DeskError('resource.missing')
    const { content, contentType } = await readInlineImage(
      desk,
      { kind: 'system', name: 'web' },
      attachmentId,
    )
    return new Response(new Uint8Array(content), {
      headers: { ...imageHeaders, 'Content-Type': contentType },
    })
  })
}

/** A raw mail as a file to save; the name is ours, as a name in the mail could be anything. */
export function rawMail(c: WebContext, original: Original, name: string): Response {
  if ('link' in original) return c.redirect(original.link, 302)
  return new Response(new Uint8Array(original.content), {
    headers: {
      ...downloadHeaders,
      'Content-Type': 'text/plain; charset=us-ascii',
      'Content-Disposition': `attachment; filename="${name}.eml.txt"`,
    },
  })
}
