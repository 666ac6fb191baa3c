import { htmlToText } from './html-text.ts'
import { sanitiseHtml } from './sanitise-html.ts'

/** What a person wrote: text, or HTML, or both. */
export interface BodyInput {
  text?: string
  html?: string
}

/** Whether there is anything to read or to look at. */
export function hasWords({ text, html = '' }: { text: string; html?: string }): boolean {
  return text.trim() !== '' || /<img\b/.test(html)
}

/** The words as a timeline entry keeps them: always as text, and as sanitised HTML where HTML was given. */
export function bodyOf({ text, html }: BodyInput): { text: string; html?: string } {
  if (html === undefined) return { text: text ?? '' }
  const clean = sanitiseHtml(html)
  return { text: text ?? htmlToText(clean), html: clean }
}
