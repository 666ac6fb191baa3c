import type { Child } from 'hono/jsx'
import { describe, expect, test } from 'vitest'
import { Composer } from '../../functions/web/console/composer.tsx'
import { mailDocument } from '../../functions/web/console/mail-document.ts'
import type { Around } from '../../functions/web/console/ticket-around.ts'
import { TicketPage } from '../../functions/web/console/ticket-page.tsx'
import { describeChange, TimelineEntry } from '../../functions/web/console/timeline.tsx'
import { explainRefusal } from '../../functions/web/console/trouble.ts'
import { english } from '../../functions/web/strings/english.ts'
import { PostForm, TextField } from '../../functions/web/ui/fields.tsx'
import { freshForm } from '../../functions/web/ui/form-state.ts'
import { absoluteTime, relativeTime } from '../../functions/web/ui/when.tsx'
import { piecesOf } from '../../functions/web/ui/words.tsx'
import { fileSize } from '../../shared/domain/attachment.ts'
import { noDraft } from '../../shared/domain/draft.ts'
import { DeskError } from '../../shared/domain/errors.ts'
import { entryWith, ticketWith, view } from './fixtures.ts'

const seen = { version: 3, entryId: '01JD0000000000000000000001', replyId: null }
const canary = '"><script>alert(1)</script>'

async function drawn(page: Child): Promise<string> {
  return String(await page)
}

describe('timeline', () => {
  test('an internal note says that the client never sees it; a public reply does not', async () => {
    const note = await drawn(
      <TimelineEntry
        view={view}
        ticket={ticketWith({ number: 1 })}
        entry={entryWith({ kind: 'note', visibility: 'internal' })}
      />,
    )
    const reply = await drawn(
      <TimelineEntry view={view} ticket={ticketWith({ number: 1 })} entry={entryWith()} />,
    )
    expect(note).toContain('Internal note — the client never sees this')
    expect(note).toContain('message-note')
    expect(reply).not.toContain('Internal note')
  })

  test('nothing a sender wrote becomes markup', async () => {
    const html = await drawn(
      <TimelineEntry
        view={view}
        ticket={ticketWith({ number: 1 })}
        entry={entryWith({
          text: canary,
          quoted: canary,
          html: canary,
          by: { kind: 'watcher', name: canary, email: canary },
          attachments: [{ id: 'att_1', name: canary, contentType: canary, bytes: 1 }],
        })}
      />,
    )
    expect(html).not.toContain('<script')
  })

  test('a redacted file keeps its place without a link', async () => {
    const gone = { id: 'att_1', name: '', contentType: 'text/plain', bytes: 1, redacted: true as const }
    const html = await drawn(
      <TimelineEntry
        view={view}
        ticket={ticketWith({ number: 1 })}
        entry={entryWith({ attachments: [gone] })}
      />,
    )
    expect(html).toContain('A file that was removed')
    expect(html).not.toContain('att_1')
  })

  test('a name with an address in it stays text', async () => {
    const html = await drawn(
      <TimelineEntry
        view={view}
        ticket={ticketWith({ number: 1 })}
        entry={entryWith({ by: { kind: 'watcher', name: 'https://evil.example' } })}
      />,
    )
    expect(html).not.toContain('href="https://evil.example')
  })

  test('addresses in the words are links that tell nothing, and end where the sentence goes on', () => {
    expect(piecesOf('see https://a.example/x?y=1. (https://b.example) end')).toEqual([
      'see ',
      'https://a.example/x?y=1',
      '. (',
      'https://b.example',
      ') end',
    ])
    const text = 'a javascript:alert(1) data:text/html,x http://… https://'
    expect(piecesOf(text).join('')).toBe(text)
  })

  test('a hundred thousand dots cost no time', () => {
    const started = performance.now()
    piecesOf(`https://a.example/${'.'.repeat(100_000)}`)
    piecesOf('https://'.repeat(20_000))
    expect(performance.now() - started).toBeLessThan(500)
  })

  test('a change reads as a sentence', () => {
    const change = (field: 'status' | 'assignee' | 'assets', from: string | null, to: string | null) =>
      describeChange({ text: '', change: { field, from, to } })
    expect(change('status', 'open', 'hold')).toBe('changed status from Open to On hold')
    expect(change('assignee', null, 'Mia')).toBe('set assignee to Mia')
    expect(change('assignee', 'Mia', null)).toBe('removed assignee Mia')
    expect(change('assets', null, 'ast_1')).toBe('changed assets')
  })

  test('file sizes are short', () => {
    expect([0, 999, 1_000, 999_499, 999_500, 2_840_112].map(fileSize)).toEqual([
      '0 B',
      '999 B',
      '1 kB',
      '999 kB',
      '1.0 MB',
      '2.8 MB',
    ])
  })
})

const nothingAround: Around = {
  contact: undefined,
  tasks: [],
  visits: [],
  known: new Map(),
  others: [],
  statuses: [],
  proposedTags: [],
  fields: [],
  edited: undefined,
}

const composing = { ground: { draft: noDraft(1) }, statuses: [] }

describe('composer', () => {
  test('says who gets a public reply, by name and address, and what each button does', async () => {
    const html = await drawn(
      <Composer composing={composing} view={view} ticket={ticketWith()} form={freshForm()} seen={seen} />,
    )
    expect(html).toContain('Send reply to Anna Berg')
    expect(html).toContain('anna@northwind.example')
    expect(html).toContain('Save internal note')
    expect(html).toContain('name="version" value="3"')
  })

  test('counts watchers as recipients, and not the agent who writes', async () => {
    const watchers = [
      { name: 'Lars', email: 'lars@northwind.example' },
      { name: 'Mia', email: 'mia@desk.example' },
    ]
    const html = await drawn(
      <Composer
        composing={composing}
        view={view}
        ticket={ticketWith({ watchers })}
        form={freshForm()}
        seen={seen}
      />,
    )
    expect(html).toContain('Send reply to Anna Berg and 1 more')
  })

  test('offers only the statuses that may follow', async () => {
    const html = await drawn(
      <Composer
        composing={composing}
        view={view}
        ticket={ticketWith({ status: 'resolved' })}
        form={freshForm()}
        seen={seen}
      />,
    )
    expect(html).toContain('<option value="closed">')
    expect(html).not.toContain('<option value="hold">')
  })
})

describe('ticket page', () => {
  const page = (more: Parameters<typeof ticketWith>[0], composer = freshForm(), as = view) =>
    drawn(
      <TicketPage
        view={as}
        ticket={ticketWith(more)}
        entries={[entryWith()]}
        shown={[entryWith()]}
        more={false}
        olderCursor={null}
        kind="all"
        viewers={[]}
        around={nothingAround}
        assets={[]}
        agents={[]}
        composer={composer}
        composing={composing}
        seen={seen}
      />,
    )

  test('a custom status is called by its own name, and the category is named', async () => {
    const html = await page({
      status: 'hold',
      statusId: 'sts_1',
      statusName: 'At the <vendor>',
      categoryName: 'Hardware',
    })
    expect(html).toMatch(/class="pill status-hold">.*?At the &lt;vendor&gt;/s)
    expect(html).toContain('Hardware')
  })

  test('a closed ticket offers nothing that would change it', async () => {
    const html = await page({ status: 'closed' })
    expect(html).toContain('This ticket is closed and stays as it is')
    expect(html).not.toMatch(/action="\/tickets\/\d+\//)
  })

  test('words typed before the ticket closed are shown, to be copied', async () => {
    expect(await page({ status: 'closed' }, freshForm({ bodyText: 'almost sent' }))).toContain('almost sent')
  })

  test('who may only read gets no form', async () => {
    const html = await page({}, freshForm(), { ...view, agent: { ...view.agent, role: 'read-only' } })
    expect(html).not.toMatch(/action="\/tickets\/\d+\//)
  })

  test('every form that posts carries the token of the session', async () => {
    const html = await page({})
    const posts = html.match(/method="post"/g) ?? []
    expect(posts.length).toBeGreaterThan(4)
    expect(html.match(/name="formToken" value="token-of-the-form"/g)).toHaveLength(posts.length)
  })

  test('nothing on a page is inline: neither style nor script nor handler', async () => {
    const html = await page({ subject: canary, contactName: canary, tags: [canary] })
    expect(html).not.toMatch(/\sstyle=|<style|\son\w+=|<script(?! src=)/)
  })
})

describe('a refused form', () => {
  const wrote = { seen: seen.entryId, me: 'agt_1', wrote: true }

  test('names who replied meanwhile', () => {
    const entries = [entryWith(), entryWith({ id: '01JD0000000000000000000002' })]
    expect(explainRefusal(english, new DeskError('version.stale'), { ...wrote, entries })?.lines[0]).toBe(
      'Anna Berg replied while you were writing.',
    )
  })

  test('says so without a name where nothing new is shown', () => {
    const told = explainRefusal(english, new DeskError('version.stale'), { ...wrote, entries: [entryWith()] })
    expect(told?.lines[0]).toBe('Somebody changed this ticket while you were writing.')
  })

  test('a field keeps what was typed, with its message tied to it', async () => {
    const form = { values: { email: canary }, errors: { email: 'Wrong' } }
    const html = await drawn(<TextField form={form} name="email" label="Mail" hint="Hint" />)
    expect(html).toContain('aria-invalid="true"')
    expect(html).toContain('aria-describedby="field-email-hint field-email-error"')
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;')
  })
})

test('a form that changes something always posts', async () => {
  const html = await drawn(
    <PostForm action="/x" token="t">
      <p />
    </PostForm>,
  )
  expect(html).toContain('method="post"')
})

test('times read the way the script in the page writes them', () => {
  const now = '2026-11-24T12:00:00.000Z'
  const at = (instant: string) => relativeTime(instant, now)
  expect(at('2026-11-24T11:59:30.000Z')).toBe('just now')
  expect(at('2026-11-24T11:01:00.000Z')).toBe('59 min ago')
  expect(at('2026-11-23T12:00:00.000Z')).toBe('24 h ago')
  expect(at('2026-11-21T12:00:00.000Z')).toBe('3 d ago')
  expect(at('2026-11-27T12:00:00.000Z')).toBe('in 3 d')
  expect(absoluteTime(now, 'Europe/Vienna')).toBe('24 Nov 2026, 13:00 CET')
  expect(absoluteTime(now, 'Nowhere/Else')).toBe('24 Nov 2026, 12:00 UTC')
})

describe('formatted mail', () => {
  const logo = { id: 'att_9', name: 'l.png', contentType: 'image/png', bytes: 1, contentId: 'logo@x' }

  test('shows the images that came with it, and no others', () => {
    const entry = entryWith({ html: '<img src="cid:logo@x"><img src="cid:other">', attachments: [logo] })
    const html = mailDocument(entry, id => `/images/${id}?a=1&b=2`)
    expect(html).toContain('<img src="/images/att_9?a=1&amp;b=2">')
    expect(html).toContain('<img src="cid:other">')
  })

  test('a mail without HTML is shown as text', () => {
    expect(mailDocument(entryWith({ text: canary }), id => id)).not.toContain('<script')
  })
})
