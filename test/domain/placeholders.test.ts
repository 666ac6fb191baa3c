import { describe, expect, it } from 'vitest'
import { assertPlaceholders, fillPlaceholders } from '../../shared/domain/placeholders.ts'

const values = { 'client.name': 'Brightwater', 'contact.name': '{{client.name}} <b>' }
const known = Object.keys(values)

describe('placeholders', () => {
  it('are filled with their values, blanks inside aside', () => {
    expect(fillPlaceholders('For {{client.name}}, {{ client.name }}.', values)).toBe(
      'For Brightwater, Brightwater.',
    )
  })

  it('are not looked for in a value', () => {
    expect(fillPlaceholders('{{contact.name}}', values)).toBe('{{client.name}} <b>')
  })

  it('are written as where they go asks', () => {
    expect(fillPlaceholders('<i>{{contact.name}}</i>', values, value => value.replaceAll('<', '&lt;'))).toBe(
      '<i>{{client.name}} &lt;b></i>',
    )
  })

  it('that nothing fills stay, whatever objects have by nature', () => {
    const template = '{{constructor}}{{__proto__}}{{toString}}'
    expect(fillPlaceholders(template, values)).toBe(template)
  })

  it.each([
    ['{{ticket.secret}}', '{{ticket.secret}} is no placeholder here'],
    ['{{}}', '{{}} is no placeholder here'],
    ['{{__proto__}}', '{{__proto__}} is no placeholder here'],
    ['{{client.name', '{{ has no }} after it'],
    ['{{client.name}} {{', '{{ has no }} after it'],
    ['{{#each x}}{{client.name}}{{/each}}', '{{#each x}} is no placeholder here'],
  ])('in %s are refused', (template, message) => {
    expect(() => assertPlaceholders('/bodyText', template, known)).toThrow(
      expect.objectContaining({
        code: 'placeholder.unknown',
        issues: expect.arrayContaining([{ pointer: '/bodyText', message }]),
      }),
    )
  })

  it.each(['', 'none', 'a } b }} c', '{ {client.name} }', '{{client.name}}'])('in %j are taken', template => {
    expect(() => assertPlaceholders('/bodyText', template, known)).not.toThrow()
  })

  it('take time by length alone, however the braces stand', () => {
    const started = performance.now()
    for (const piece of ['{', '{{', '}}', '{{}}', '{{ ', '{}']) {
      const hostile = piece.repeat(100_000)
      fillPlaceholders(hostile, values)
      expect(() => assertPlaceholders('/x', `${hostile}{{`, known)).toThrow()
    }
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
