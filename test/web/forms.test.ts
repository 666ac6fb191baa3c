import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { filterOf, queryOf, readListRequest } from '../../functions/web/console/ticket-filter.ts'
import type { WebEnv } from '../../functions/web/env.ts'
import { optionalWholeNumber, parseForm, readForm, refusedForm, text } from '../../functions/web/form.ts'
import { english } from '../../functions/web/strings/english.ts'
import { DeskError } from '../../shared/domain/errors.ts'

const schema = z.strictObject({ subject: text(english, 10), minutes: optionalWholeNumber(english, 0, 60) })

describe('a sent form', () => {
  const read = async (body: string, type = 'application/x-www-form-urlencoded') => {
    const app = new Hono<WebEnv>()
    app.onError((error, c) => c.text(error instanceof DeskError ? error.code : 'broken', 400))
    app.post('/', async c => c.json(await readForm(c)))
    const answer = await app.request('/', { method: 'POST', body, headers: { 'Content-Type': type } })
    return await answer.text()
  }

  test('is read with the line ends that were typed', async () => {
    expect(JSON.parse(await read('a=1%0D%0A2&b='))).toEqual({ a: '1\n2', b: '' })
  })

  test('with a field twice, or of another type, is refused', async () => {
    expect(await read('a=1&a=2')).toBe('request.malformed')
    expect(await read('{"a":1}', 'application/json')).toBe('request.malformed')
    expect(await read('a=1', 'text/plain')).toBe('request.malformed')
  })

  test.each(['__proto__', 'constructor', 'role', 'clientId'])(
    'with a field %s it does not have is refused',
    name => {
      const raw = Object.fromEntries([
        ['subject', 'a'],
        ['minutes', ''],
        [name, 'x'],
      ])
      expect(() => parseForm(schema, raw)).toThrow(DeskError)
    },
  )

  test('keeps what was typed beside what is wrong with it', () => {
    const parsed = parseForm(schema, { subject: '  ', minutes: '61' })
    expect(parsed.state.values).toEqual({ subject: '  ', minutes: '61' })
    expect(parsed.state.errors).toEqual({ subject: 'Fill this in.', minutes: 'A whole number from 0 to 60.' })
  })

  test('what the desk refuses stands at the field it names', () => {
    const error = new DeskError('request.invalid', 'bad', [{ pointer: '/subject', message: 'too odd' }])
    expect(refusedForm(english, { subject: 'x' }, error)).toEqual({
      values: { subject: 'x' },
      errors: { subject: 'Too odd' },
    })
  })
})

describe('a list of tickets', () => {
  test('shows what is not resolved unless asked otherwise', () => {
    expect(filterOf(readListRequest({}), { agentId: 'agt_1', timeZone: 'UTC' })).toEqual({
      status: ['open', 'working', 'hold'],
    })
    expect(
      filterOf(readListRequest({ view: 'nonsense' }), { agentId: 'agt_1', timeZone: 'UTC' }).status,
    ).toHaveLength(3)
  })

  test('of mine and of nobody says itself whose they are', () => {
    expect(
      filterOf(readListRequest({ view: 'mine', assignee: 'agt_2' }), { agentId: 'agt_1', timeZone: 'UTC' })
        .assigneeId,
    ).toBe('agt_1')
    expect(
      filterOf(readListRequest({ view: 'unassigned' }), { agentId: 'agt_1', timeZone: 'UTC' }).assigneeId,
    ).toBeNull()
  })

  test('is addressed by what it was asked for', () => {
    const query = { view: 'all', client: 'clt_1', assignee: 'nobody', priority: 'high' }
    expect(JSON.parse(JSON.stringify(queryOf(readListRequest(query))))).toEqual(query)
  })

  test('ignores what it does not know', () => {
    expect(readListRequest({ priority: 'enormous', view: '__proto__', client: '' })).toEqual({
      view: 'active',
    })
  })
})
