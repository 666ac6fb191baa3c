import type { Language } from '../strings.ts'

/** An instant as a field for local date and time takes it, in a zone: `2026-11-25T14:05`. */
export function localTimeOf(at: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone: knownZone(timeZone), hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(new Date(at))
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/**
 * The instant at which the clocks of a zone say this, ISO 8601 UTC; undefined for what is no date and time. Of a
 * time that comes twice in a night the first; one that a night leaves out is read as if the clocks had not moved.
 */
export function instantOf(local: string, timeZone: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return undefined
  const asUtc = Date.parse(`${local}:00Z`)
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(local)) return undefined
  const shifts = [asUtc - dayMs, asUtc + dayMs].map(near => shiftAt(near, timeZone))
  const instants = shifts.map(shift => asUtc - shift)
  const exact = instants.filter(at => localTimeOf(new Date(at).toISOString(), timeZone) === local)
  return new Date(Math.min(...(exact.length === 0 ? instants.slice(0, 1) : exact))).toISOString()
}

/** A zone that this machine does not know is read as UTC, as everywhere on the pages. */
function knownZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}

const dayMs = 86_400_000

/** By how many milliseconds the clocks of a zone are ahead of UTC. */
function shiftAt(at: number, timeZone: string): number {
  const minute = Math.floor(at / 60_000) * 60_000
  return Date.parse(`${localTimeOf(new Date(minute).toISOString(), timeZone)}:00Z`) - minute
}

const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' }

/** A span as people of the desk read it: `Tue, 1 Dec 2026, 10:00 – 12:00`. */
export function spanOf(
  { startAt, endAt }: { startAt: string; endAt: string },
  timeZone: string,
  language: Language,
): string {
  const options = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: knownZone(timeZone),
  } as const
  return new Intl.DateTimeFormat(locales[language], options).formatRange(new Date(startAt), new Date(endAt))
}

/** The day of an instant, as the separators of a timeline say it: `Tuesday, 1 December 2026`. */
export function dayOf(at: string, timeZone: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], {
    ...{ dateStyle: 'full', timeZone: knownZone(timeZone) },
  }).format(new Date(at))
}
