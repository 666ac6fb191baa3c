import { describe, expect, it } from 'vitest'
import { instantOf, localTimeOf } from '../../functions/web/console/local-times.ts'

describe('a time as the clocks of a zone say it', () => {
  it.each([
    ['2026-12-01T10:00', 'Europe/Vienna', '2026-12-01T09:00:00.000Z'],
    ['2026-07-01T10:00', 'Europe/Vienna', '2026-07-01T08:00:00.000Z'],
    ['2026-03-29T03:00', 'Europe/Vienna', '2026-03-29T01:00:00.000Z'],
    ['2026-12-01T00:15', 'Asia/Kathmandu', '2026-11-30T18:30:00.000Z'],
    ['2026-12-31T23:30', 'America/New_York', '2027-01-01T04:30:00.000Z'],
    ['2026-12-01T10:00', 'Mars/Olympus', '2026-12-01T10:00:00.000Z'],
  ])('%s in %s is %s, and back', (local, zone, instant) => {
    expect(instantOf(local, zone)).toBe(instant)
    expect(localTimeOf(instant, zone)).toBe(local)
  })

  it('that comes twice in a night is the first, and one that a night leaves out is read all the same', () => {
    expect(instantOf('2026-10-25T02:30', 'Europe/Vienna')).toBe('2026-10-25T00:30:00.000Z')
    expect(instantOf('2026-03-29T02:30', 'Europe/Vienna')).toBe('2026-03-29T01:30:00.000Z')
  })

  it.each(['', 'soon', '2026-02-30T10:00', '2026-12-01', '2026-12-01T24:30', '2026-12-01T10:00:00Z'])(
    '%o is none',
    local => expect(instantOf(local, 'UTC')).toBeUndefined(),
  )
})
