import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mailKeyOfSegment, routes, segmentOfMailKey } from '../../functions/web/routes.ts'

test('a link fills in its parameters and query, encoded', () => {
  expect(routes.ticket.href({ number: 1042 })).toBe('/tickets/1042')
  expect(routes.client.href({ clientId: 'a/b?c' })).toBe('/clients/a%2Fb%3Fc')
  expect(routes.tickets.href({}, { view: 'mine', client: undefined, q: 'a&b' })).toBe(
    '/tickets?view=mine&q=a%26b',
  )
})

test('a mail key survives being one segment of a path', () => {
  for (const key of ['inbound/2026/11/abc', 'ü/🎫', 'a..%2f']) {
    expect(segmentOfMailKey(key)).toMatch(/^[\w-]+$/)
    expect(mailKeyOfSegment(segmentOfMailKey(key))).toBe(key)
  }
})

test('no page spells a path: links come from the route map', () => {
  const web = join(import.meta.dirname, '../../functions/web')
  const sources = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(name => /\.tsx?$/.test(name))
  expect(sources.length).toBeGreaterThan(30)
  const spelled = sources.filter(name =>
    /(href|action|src)=["'`{]+\//.test(readFileSync(join(web, name), 'utf8')),
  )
  expect(spelled).toEqual([])
})
