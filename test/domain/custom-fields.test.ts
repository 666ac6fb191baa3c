import { describe, expect, it } from 'vitest'
import type { CustomField } from '../../shared/domain/catalogue.ts'
import { assertRequiredFields, type FieldValue, withFieldValues } from '../../shared/domain/custom-fields.ts'
import { monday } from './given.ts'

const field = (id: string, type: CustomField['type'], more: Partial<CustomField> = {}): CustomField => ({
  id,
  name: id,
  type,
  required: false,
  createdAt: monday,
  version: 1,
  ...more,
})
const fields = new Map(
  [
    field('text', 'text'),
    field('number', 'number'),
    field('boolean', 'boolean'),
    field('date', 'date'),
    field('choice', 'choice', { choices: ['red', 'blue'] }),
    field('must', 'text', { required: true }),
  ].map(each => [each.id, each]),
)

describe('the value of a custom field', () => {
  const taken: [string, FieldValue][] = [
    ['text', 'B4'],
    ['number', -1.5],
    ['boolean', false],
    ['date', '2028-02-29'],
    ['choice', 'red'],
  ]
  it.each(taken)('%s takes %j', (id, value) => {
    expect(withFieldValues(undefined, { [id]: value }, fields)).toEqual({ [id]: value })
  })

  const refused: [string, FieldValue | null][] = [
    ['text', 4],
    ['text', ' '],
    ['number', '4'],
    ['boolean', 'true'],
    ['date', '2027-02-29'],
    ['date', '29.02.2028'],
    ['date', '2028-13-01'],
    ['choice', 'green'],
    ['choice', true],
    ['must', null],
    ['unknown', 'x'],
    ['unknown', null],
    ['toString', 'x'],
    ['__proto__', 'x'],
  ]
  it.each(refused)('%s refuses %j, with a pointer to it', (id, value) => {
    const values = Object.fromEntries([[id, value]])
    expect(() => withFieldValues({ must: 'x' }, values, fields)).toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        issues: [expect.objectContaining({ pointer: `/customFields/${id}` })],
      }),
    )
  })
})

describe('a ticket’s custom fields', () => {
  it('keep what is not spoken of, and lose what is null', () => {
    const before = { text: 'a', number: 1 }
    expect(withFieldValues(before, { text: null, boolean: true }, fields)).toEqual({
      number: 1,
      boolean: true,
    })
    expect(withFieldValues({ text: 'a' }, { text: null }, fields)).toBeUndefined()
    expect(before).toEqual({ text: 'a', number: 1 })
  })

  it('can lose a value of a field that is gone, and gain none', () => {
    expect(withFieldValues({ gone: 'x' }, { gone: null }, fields)).toBeUndefined()
    expect(() => withFieldValues({ gone: 'x' }, { gone: 'y' }, fields)).toThrow('is no custom field')
  })

  it('are at most 20', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_each, index) => [`f${index}`, index]))
    expect(() => withFieldValues(many, { text: 'one more' }, fields)).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ pointer: '/customFields' })] }),
    )
    expect(withFieldValues(many, { text: 'for another', f0: null }, fields)).toHaveProperty('text')
  })

  it('must be there where the desk requires them', () => {
    expect(() => assertRequiredFields({ must: 'x' }, ['must'])).not.toThrow()
    expect(() => assertRequiredFields(undefined, ['must'])).toThrow(
      expect.objectContaining({ issues: [{ pointer: '/customFields/must', message: 'is required' }] }),
    )
  })
})
