import type { Context } from 'hono'
import type { WebEnv } from './env.ts'
import { type Language, languages, type Strings } from './strings.ts'

/**
 * The language of an answer: the first of the browser's that there are words in, else English
 * (Accept-Language, RFC 9110, section 12.5.4).
 */
export function languageOf(c: Context<WebEnv>): Language {
  const wanted = (c.req.header('Accept-Language') ?? '')
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

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(languages, tag)
}
