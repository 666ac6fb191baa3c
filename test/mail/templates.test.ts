import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  assertWording,
  blockPlaceholders,
  isBlock,
  mailTemplateRules,
  type TemplatedMail,
  templatedMails,
} from '../../shared/domain/mail-template.ts'
import { newWords } from '../../shared/mail/reply-text.ts'
import { sanitiseHtml } from '../../shared/mail/sanitise-html.ts'
import {
  type Filling,
  type Frame,
  paragraphs,
  quotation,
  renderMail,
  replyMarker,
  signInCode,
} from '../../shared/mail/templates.ts'

const evil = '<img src=x onerror=alert(1)>"\'{{words}}'
const frame: Frame = { reference: 'TCK-1042', asksForReply: true, foot: 'Dana · Desk · TCK-1042' }

/** Every placeholder of every mail, each standing for the same. */
function everything(value: string): Filling {
  const names = templatedMails.flatMap(event => mailTemplateRules[event].placeholders)
  return {
    values: Object.fromEntries(names.filter(name => !isBlock(name)).map(name => [name, value])),
    blocks: {
      words: quotation(value),
      ...Object.fromEntries(
        blockPlaceholders.filter(name => name !== 'words').map(name => [name, paragraphs([value])]),
      ),
    },
  }
}

/** A wording that uses all that its mail knows, in text, as an attribute and in tags. */
function everywhere(event: TemplatedMail) {
  const { placeholders } = mailTemplateRules[event]
  const scalars = placeholders.filter(name => !isBlock(name)).map(name => `{{${name}}}`)
  const blocks = placeholders.filter(isBlock).map(name => `{{${name}}}`)
  const html = `<p>${scalars.join(' ')}</p>${blocks.join('')}<a href="https://d.example/?q={{ticket.subject}}">x</a>`
  return {
    subject: scalars.join(' '),
    text: [...scalars, ...blocks].join('\n\n'),
    html: sanitiseHtml(html),
  }
}

describe.each(templatedMails)('the words of %s', event => {
  const { standard, asksForReply } = mailTemplateRules[event]

  it('that Docket brings are what an admin could have saved', () => {
    expect(() => assertWording(event, standard)).not.toThrow()
  })

  it('keep the reference, the marker and the foot, and escape every value, whatever the template', () => {
    for (const wording of [
      standard,
      everywhere(event),
      { subject: 'Hi', text: '{{words}}', html: '<p>x</p>' },
    ]) {
      const mail = renderMail(wording, everything(evil), { ...frame, asksForReply })
      expect(mail.subject).toMatch(/^\[TCK-1042\] /)
      expect(mail.text.startsWith(replyMarker)).toBe(asksForReply)
      expect(mail.text.trimEnd().endsWith(frame.foot)).toBe(true)
      expect(mail.html).toContain(frame.foot)
      expect(mail.html).not.toMatch(/<img|<script|onerror=alert\(1\)>/)
    }
  })

  it('have one line of a subject, whatever stands in it', () => {
    for (const hostile of ['a\r\nBcc: x@y.example', 'a\u2028b', 'a\0b', '\u0085x', 'x'.repeat(10_000)]) {
      const { subject } = renderMail(everywhere(event), everything(hostile), frame)
      expect(subject).not.toMatch(/[\r\n\0\u0085\u2028\u2029]/)
      expect(subject.length).toBeLessThan(530)
    }
  })

  it('have no markup but the template’s own, for any value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), value => {
        const tags = (html: string) => [...html.matchAll(/<\/?[a-z]+/gi)].map(([tag]) => tag)
        // Paragraphs of the value itself are ours as well: one line makes one.
        const line = value.replace(/[\r\n]/g, ' ').trim() || 'x'
        const { html } = renderMail(everywhere(event), everything(line), frame)
        const plain = renderMail(everywhere(event), everything('plain'), frame)
        expect(tags(html.replace(/<\/?a\b[^>]*>/g, ''))).toEqual(
          tags(plain.html.replace(/<\/?a\b[^>]*>/g, '')),
        )
      }),
      { numRuns: 50 },
    )
  })
})

describe('a template', () => {
  const { values, blocks } = everything('')

  it('greets somebody without a name by none', () => {
    const filling = { values, blocks }
    const { text } = renderMail({ subject: 'x', text: 'Hello {{recipient.name}},' }, filling, frame)
    expect(text).toContain('\nHello,\n')
  })

  it('leaves out what is empty, and gives a block a paragraph of its own', () => {
    const wording = { subject: 'x', text: 'Before {{words}} after\n\n{{visit.details}}' }
    const one = renderMail(wording, { values, blocks: { ...blocks, words: quotation('a\nb') } }, frame)
    expect(one.text).toBe(`${replyMarker}\n\nBefore\n\n> a\n> b\n\nafter\n\n${frame.foot}\n`)
  })

  it('fills a link to the ticket in as it is, and other values fit for an address', () => {
    const html = sanitiseHtml('<a href="https://d.example/?a={{ticket.subject}}">x</a>')
    const filling = { values: { 'ticket.subject': 'a&b="c d' }, blocks: {} }
    expect(renderMail({ subject: 's', text: 't', html }, filling, frame).html).toContain(
      'href="https://d.example/?a=a%26b%3D%22c%20d"',
    )
  })

  it.each([
    ['one that nothing fills', '/text', { text: '{{nobody}} {{words}}' }, 'placeholder.unknown'],
    ['one of another mail', '/subject', { subject: '{{ticket.closesAt}}' }, 'placeholder.unknown'],
    ['one that does not end', '/text', { text: '{{words}} {{ticket.subject' }, 'placeholder.unknown'],
    ['paragraphs in a subject', '/subject', { subject: '{{words}}' }, 'placeholder.unknown'],
    ['no words where they are what it is for', '/text', { text: 'Hello' }, 'placeholder.misplaced'],
    ['the same words twice', '/text', { text: '{{words}} {{words}}' }, 'placeholder.misplaced'],
    ['none in its HTML', '/html', { html: '<p>Hello</p>' }, 'placeholder.misplaced'],
    ['words inside of a tag', '/html', { html: '<img alt="{{words}}" />' }, 'placeholder.misplaced'],
  ])('is refused with %s', (_, pointer, change, code) => {
    const wording = { subject: 'x', text: '{{words}}', ...change }
    expect(() => assertWording('public-reply', wording)).toThrow(
      expect.objectContaining({
        code,
        issues: expect.arrayContaining([expect.objectContaining({ pointer })]),
      }),
    )
  })

  it('names its blocks apart from what fits into a line', () => {
    expect(blockPlaceholders.every(isBlock)).toBe(true)
    expect(isBlock('ticket.subject')).toBe(false)
  })
})

test('a sign-in mail holds the code and the link', () => {
  const mail = signInCode({ deskName: 'Desk', code: 'ABC123', url: 'https://d.example/in?a=1&b=2' })
  expect(mail.text).toContain('ABC123')
  expect(mail.html).toContain('href="https://d.example/in?a=1&amp;b=2"')
})

test('a reply links to the files that were too large for its mail, and says nothing of files otherwise', () => {
  const { standard } = mailTemplateRules['public-reply']
  const filling = {
    ...everything('Dana'),
    blocks: { words: paragraphs(['See below.']), 'portal.view': paragraphs([]) },
  }
  const without = renderMail(standard, filling, frame)
  expect(renderMail(standard, filling, { ...frame, files: [] })).toEqual(without)
  expect(without.text).not.toContain('Too large')
  const file = { name: 'a"<b>.zip', size: '12.4 MB', url: 'https://d.example/files/x', until: '1 March 2027' }
  const { text, html } = renderMail(standard, filling, { ...frame, files: [file] })
  expect(text).toContain('until 1 March 2027:\n- a"<b>.zip (12.4 MB): https://d.example/files/x')
  expect(html).toContain('<a href="https://d.example/files/x">a&quot;&lt;b&gt;.zip</a> (12.4 MB)')
  expect(newWords(`Thanks!\n\n${text}`).newText).toBe('Thanks!')
})

test('a reply written above our mail is read without it', () => {
  const quoted = renderMail(mailTemplateRules['public-reply'].standard, everything('Hello'), frame).text
  expect(newWords(`Thank you!\n\n${quoted}`).newText).toBe('Thank you!')
})
