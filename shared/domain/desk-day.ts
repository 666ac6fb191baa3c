/** The day of an instant in a time zone, `2026-11-25`. */
export function dayIn(timeZone: string, at: string): string {
  return wallClock(timeZone, Date.parse(at)).slice(0, 10)
}

/** The instant at which a day begins in a time zone, ISO 8601 UTC. */
export function startOfDay(timeZone: string, day: string): string {
  const wall = Date.parse(`${day}T00:00:00Z`)
  // The offset of that instant decides; by the hour before it where the clock is put on at midnight.
  const guess = wall - offsetAt(timeZone, wall)
  return new Date(wall - offsetAt(timeZone, guess)).toISOString()
}

/** The day so many days later. */
export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function offsetAt(timeZone: string, at: number): number {
  return Date.parse(`${wallClock(timeZone, at)}Z`) - Math.floor(at / 1_000) * 1_000
}

/** `2026-11-25T14:05:09` */
function wallClock(timeZone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => parts.find(each => each.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`
}
