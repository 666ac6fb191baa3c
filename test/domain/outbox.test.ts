import { expect, it } from 'vitest'
import { minutesAfter } from '../../shared/domain/instants.ts'
import { retryAt, sendAttemptsMax } from '../../shared/domain/outbox.ts'
import { monday } from './given.ts'

it('a refused mail is tried again after 1, 2, 4 … minutes, never later than 6 hours', () => {
  const minutes = Array.from({ length: sendAttemptsMax }, (_, index) => {
    return (Date.parse(retryAt(monday, index + 1)) - Date.parse(monday)) / 60_000
  })
  expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 360])
  expect(retryAt(monday, 60)).toBe('2026-11-23T15:00:00.000Z')
})

it('minutes are added across midnight, month and year', () => {
  expect(minutesAfter('2026-12-31T23:59:00.000Z', 1)).toBe('2027-01-01T00:00:00.000Z')
})
