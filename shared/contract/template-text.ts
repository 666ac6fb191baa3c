import * as z from 'zod'

/** Words with placeholders in them. A row of the table holds 400 KB, a record of two such texts with room to spare. */
export const templateText = z
  .string()
  .max(20_000)
  .refine(text => text.trim() !== '', 'has no words in it')

/** What is text or HTML is not both. */
export function oneAtMost<K extends string>(text: K, html: K) {
  return {
    holds: (input: Partial<Record<K, unknown>>) => input[text] === undefined || input[html] === undefined,
    otherwise: { path: [text], message: 'give the words as text or as HTML, not as both' },
  }
}

export function eitherGiven<K extends string>(text: K, html: K) {
  return (input: Partial<Record<K, unknown>>) => input[text] !== undefined || input[html] !== undefined
}
