import type { Priority, Status } from './ticket.ts'

/** The lists that admins keep for agents to choose from. */
export const catalogueKinds = [
  'statuses',
  'categories',
  'tags',
  'custom-fields',
  'templates',
  'canned-replies',
] as const
export type CatalogueKind = (typeof catalogueKinds)[number]

/** What every record of a catalogue has. */
export interface CatalogueRecord {
  id: string
  name: string
  createdAt: string
  version: number
}

/** A status of the desk's own, which behaves as one of the five. */
export interface CustomStatus extends CatalogueRecord {
  /** The one it behaves as: fixed, since tickets stand in it. */
  status: Status
  /** Where it stands in a list: the lowest first. */
  position: number
  /** `#rrggbb` */
  color?: string
  /** One that is not stays on its tickets, and can be given to no other. */
  active: boolean
}

export interface Category extends CatalogueRecord {
  active: boolean
}

/** A tag that the desk proposes; tickets can have others. */
export type Tag = CatalogueRecord

export const customFieldTypes = ['text', 'number', 'boolean', 'date', 'choice'] as const
export type CustomFieldType = (typeof customFieldTypes)[number]

/** A field of tickets that the desk added. */
export interface CustomField extends CatalogueRecord {
  /** Fixed, since tickets have values of it. */
  type: CustomFieldType
  /** Of a choice: its values. */
  choices?: string[]
  /** A ticket that a person opens must have a value, and none can be taken away. */
  required: boolean
}

export interface TemplateTask {
  title: string
  required: boolean
}

/** A ticket as it is often opened, with placeholders in its words. */
export interface TicketTemplate extends CatalogueRecord {
  subject: string
  /** One of the two. */
  descriptionText?: string
  descriptionHtml?: string
  priority?: Priority
  categoryId?: string
  tags?: string[]
  billable?: boolean
  tasks?: TemplateTask[]
}

/** Words that agents answer with again and again, with placeholders in them. */
export interface CannedReply extends CatalogueRecord {
  /** What an agent types to find it. */
  shortcut?: string
  /** One of the two. */
  bodyText?: string
  bodyHtml?: string
  /** What an entry made from it is at first. */
  visibility?: 'public' | 'internal'
}
