import { createContext, useContext } from 'hono/jsx'
import { english } from './strings/english.ts'
import { german } from './strings/german.ts'

/** Every word of console and portal, in some language. */
export type Strings = Words<typeof english>

/** English texts as the texts of any language: as many of them, under the same names. */
type Words<T> = T extends string
  ? string
  : T extends (...parameters: infer Parameters) => string
    ? (...parameters: Parameters) => string
    : { readonly [Name in keyof T]: Words<T[Name]> }

/** The languages there are, by their tags (BCP 47). */
export const languages = { en: english, de: german } as const satisfies Record<string, Strings>
export type Language = keyof typeof languages

/** What each language calls itself, for people to choose by. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch' }

/** Whether there are words in the language of this tag. */
export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(languages, tag)
}

const context = createContext<Language>('en')

/** Gives everything inside of it the words of one language. */
export const LanguageProvider = context.Provider

/** The language that a page is being drawn in. */
export function useLanguage(): Language {
  return useContext(context)
}

/** The words of the language that a page is being drawn in; only while it is drawn: handlers have `stringsOf`. */
export function useStrings(): Strings {
  return languages[useLanguage()]
}
