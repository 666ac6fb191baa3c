import type { Context } from 'hono'
import type { WebEnv } from './env.ts'
import { readCookie } from './security/cookies.ts'
import { isLanguage, type Language, languages, type Strings } from './strings.ts'

/** The language of an answer: the one that was chosen in this browser, else the best of those it asks for. */
export function languageOf(c: Context<WebEnv>): Language {
  const chosen = readCookie(c, 'language')
  return chosen !== undefined && isLanguage(chosen)
    ? chosen
    : acceptedLanguage(c.req.header('Accept-Language'))
}

/** The first of a browser's languages that there are words in, else English (RFC 9110, section 12.5.4). */
export function acceptedLanguage(header = ''): Language {
  const wanted = header
    .slice(0, 500)
    .split(',')
    .map(part => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = parameters.map(parameter => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean)
      return { language: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
  return wanted.map(({ language }) => language).find(isLanguage) ?? 'en'
}

/** The words of an answer's language. */
export function stringsOf(c: Context<WebEnv>): Strings {
  return languages[languageOf(c)]
}
