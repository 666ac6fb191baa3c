export const unknownSenderPolicies = ['quarantine', 'ignore', 'accept'] as const
export type UnknownSenderPolicy = (typeof unknownSenderPolicies)[number]

export interface Settings {
  deskName: string
  /** IANA name. */
  timeZone: string
  /** ISO 4217. */
  currency: string
  ticketPrefix: string
  /** Every prefix ever used, so that an old reference in a subject is still understood. */
  ticketPrefixes: string[]
  autoCloseHours: number
  mailIn: boolean
  unknownSenders: UnknownSenderPolicy
  /** Acknowledgements and other notices to contacts. */
  clientNotifications: boolean
  /** Told of every new ticket. */
  newTicketAddress: string | null
  /** Contacts can sign in, and mails to the client's side carry links to their ticket. */
  portalEnabled: boolean
  fromName: string
  defaultBillable: boolean
  /** Ids of the custom fields that a ticket opened by a person must have; kept by the fields' own catalogue. */
  requiredCustomFields: string[]
  version: number
}

export const autoCloseHoursMax = 8760

/** Each stands in the settings' item, which is read for every ticket. */
export const requiredCustomFieldsMax = 10

export const defaultSettings: Settings = {
  deskName: 'Helpdesk',
  timeZone: 'UTC',
  currency: 'USD',
  ticketPrefix: 'TCK-',
  ticketPrefixes: ['TCK-'],
  autoCloseHours: 72,
  mailIn: true,
  unknownSenders: 'quarantine',
  clientNotifications: true,
  newTicketAddress: null,
  portalEnabled: true,
  fromName: 'Helpdesk',
  defaultBillable: true,
  requiredCustomFields: [],
  version: 0,
}

/** The desk's mail addresses on its domain; the first is the one it writes from. */
export function deskAddresses(domain: string): string[] {
  return [`support@${domain}`]
}
