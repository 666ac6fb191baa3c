import { expect, it } from 'vitest'
import { fieldChanges } from '../../shared/domain/audit.ts'

it('the changes of a record are the fields that differ, as text', () => {
  const before = { id: 'a', version: 1, name: 'Old', active: true, roles: ['x'], color: '#aa0000', same: 1 }
  const after = {
    id: 'a',
    version: 2,
    name: 'New',
    active: false,
    roles: ['x', 'y'],
    same: 1,
    rate: { a: 1 },
  }
  expect(fieldChanges(before, after)).toEqual([
    { field: 'name', from: 'Old', to: 'New' },
    { field: 'active', from: 'true', to: 'false' },
    { field: 'roles', from: '["x"]', to: '["x","y"]' },
    { field: 'color', from: '#aa0000', to: null },
    { field: 'rate', from: null, to: '{"a":1}' },
  ])
})

it('what is made had nothing, what is removed has nothing', () => {
  expect(fieldChanges(undefined, { name: 'A', gone: undefined })).toEqual([
    { field: 'name', from: null, to: 'A' },
  ])
  expect(fieldChanges({ name: 'A' })).toEqual([{ field: 'name', from: 'A', to: null }])
})

it('of long values the beginning is kept, and a change far behind it is one', () => {
  const [change] = fieldChanges({ body: `${'x'.repeat(5_000)}a` }, { body: `${'x'.repeat(5_000)}b` })
  expect(change?.from).toHaveLength(501)
  expect(change?.field).toBe('body')
})
