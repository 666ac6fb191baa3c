import type { Language } from './strings.ts'

const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' }

/** How dates and numbers are written in a language; the one thing that Intl is to be given. */
export function localeOf(language: Language): string {
  return locales[language]
}
