import { localeOf } from '../locale.ts'
import { type Language, useLanguage, useStrings } from '../strings.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** `3 h ago`, `in 2 d`: one unit, rounded down. The page's script says the same as time goes on. */
export function relativeTime(at: string, now: string): string {
  const strings = useStrings()
  const elapsed = Date.parse(now) - Date.parse(at)
  const size = Math.abs(elapsed)
  const past = elapsed >= 0
  const words = strings.time
  if (size < minute) return past ? words.justNow : words.soon
  if (size < hour) return say(past ? words.minutes : words.inMinutes, size / minute)
  if (size < 2 * day) return say(past ? words.hours : words.inHours, size / hour)
  return say(past ? words.days : words.inDays, size / day)
}

/** `24 Nov 2026, 14:05 CET`; in UTC where the zone is unknown to this machine. */
export function absoluteTime(at: string, timeZone: string, language: Language = 'en'): string {
  const locale = localeOf(language)
  const options = { dateStyle: 'medium', timeStyle: 'short' } as const
  const instant = new Date(at)
  try {
    return `${new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(instant)} ${zoneName(instant, timeZone, locale)}`
  } catch {
    return `${new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(instant)} UTC`
  }
}

/** An instant: relative to read, absolute to be exact. */
export function When({ at, view }: { at: string; view: { now: string; timeZone: string } }) {
  return (
    <time class="when" datetime={at} title={absoluteTime(at, view.timeZone, useLanguage())} data-relative="">
      {relativeTime(at, view.now)}
    </time>
  )
}

function say(words: string, count: number): string {
  return words.replace('#', String(Math.floor(count)))
}

function zoneName(instant: Date, timeZone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }).formatToParts(instant)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}
