export function secondsAfter(instant: string, seconds: number): string {
  return later(instant, Math.round(seconds * 1_000))
}

export function minutesAfter(instant: string, minutes: number): string {
  return later(instant, minutes * 60_000)
}

export function hoursAfter(instant: string, hours: number): string {
  return later(instant, hours * 3_600_000)
}

function later(instant: string, milliseconds: number): string {
  return new Date(Date.parse(instant) + milliseconds).toISOString()
}
