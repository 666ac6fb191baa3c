import { DeskError } from './errors.ts'

export const ticketTemplatePlaceholders = ['client.name', 'contact.name', 'date'] as const
export type TicketTemplatePlaceholder = (typeof ticketTemplatePlaceholders)[number]

export const cannedReplyPlaceholders = [
  'client.name',
  'contact.name',
  'ticket.reference',
  'ticket.subject',
  'agent.name',
  'assignee.name',
] as const
export type CannedReplyPlaceholder = (typeof cannedReplyPlaceholders)[number]

/** What stands between `{{` and `}}`, blanks aside, and the words around it. */
export interface Part {
  words: string
  /** The placeholder after the words; absent after the last. */
  name?: string
}

/**
 * The template with a value in the place of each placeholder; `write` makes a value fit for where it goes, such as
 * HTML. What names no value stays as it is.
 */
export function fillPlaceholders(
  template: string,
  values: Readonly<Record<string, string>>,
  write: (value: string) => string = value => value,
): string {
  return partsOf(template)
    .map(({ words, name }) => {
      if (name === undefined) return words
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      return words + (value === undefined ? `{{${name}}}` : write(value))
    })
    .join('')
}

/** Refuses a template with a placeholder that is not known, or that does not end; `placeholder.unknown`. */
export function assertPlaceholders(pointer: string, template: string, known: readonly string[]): void {
  const parts = partsOf(template)
  const open = isUnended(parts)
  const unknown = parts.flatMap(({ name }) => (name === undefined || known.includes(name) ? [] : [name]))
  if (!open && unknown.length === 0) return
  const messages = [
    ...unknown.map(name => `{{${name.slice(0, 60)}}} is no placeholder here`),
    ...(open ? ['{{ has no }} after it'] : []),
  ]
  throw new DeskError(
    'placeholder.unknown',
    `Here you can use ${known.map(name => `{{${name}}}`).join(', ')}.`,
    messages.map(message => ({ pointer, message })),
  )
}

/** Whether a `{{` is never closed. */
export function isUnended(parts: readonly Part[]): boolean {
  return parts.at(-1)?.words.includes('{{') ?? false
}

/** By hand: each character is looked at once, whatever is written. */
export function partsOf(template: string): Part[] {
  const parts: Part[] = []
  let at = 0
  for (;;) {
    const open = template.indexOf('{{', at)
    const close = open === -1 ? -1 : template.indexOf('}}', open + 2)
    if (close === -1) return [...parts, { words: template.slice(at) }]
    parts.push({ words: template.slice(at, open), name: template.slice(open + 2, close).trim() })
    at = close + 2
  }
}
