import * as z from 'zod'
import { autoCloseHoursMax, unknownSenderPolicies } from '../domain/settings.ts'
import { isCurrency, isTimeZone } from '../domain/zones-and-currencies.ts'
import { email, id, line, version } from './fields.ts'
import { operation } from './operation.ts'

const settingsFields = {
  deskName: line(100),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, 'must be the IANA name of a time zone, such as Europe/Berlin'),
  currency: z.string().refine(isCurrency, 'must be the ISO 4217 code of a currency, such as EUR'),
  ticketPrefix: z
    .string()
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{N}#_./-]{0,19}$/u,
      'must begin with a letter or digit, 20 characters at most',
    )
    .refine(prefix => !/\p{N}$/u.test(prefix), 'must not end with a digit'),
  autoCloseHours: z.int().min(1).max(autoCloseHoursMax),
  mailIn: z.boolean(),
  unknownSenders: z.enum(unknownSenderPolicies),
  clientNotifications: z.boolean(),
  newTicketAddress: email.nullable(),
  portalEnabled: z.boolean().meta({ description: 'Off: no sign-in for contacts, and no links in mails' }),
  fromName: line(100),
  defaultBillable: z.boolean(),
  /** A reference in a subject has nine digits at most: some are left for the tickets to come. */
  nextTicketNumber: z.int().min(1).max(900_000_000).meta({ description: 'Can be raised, never lowered' }),
}

export const settingsAnswer = z
  .object({
    ...settingsFields,
    ticketPrefixes: z.array(z.string()),
    requiredCustomFields: z.array(id),
    version,
  })
  .meta({ id: 'Settings' })

export const settingsChange = z.strictObject(settingsFields).partial()

export const readSettings = operation({
  id: 'readSettings',
  method: 'get',
  path: '/settings',
  summary: 'The settings of the desk',
  tag: 'Settings',
  permission: 'settings:read',
  answer: { status: 200, schema: settingsAnswer, description: 'The settings' },
  errors: [],
})

export const changeSettings = operation({
  id: 'changeSettings',
  method: 'patch',
  path: '/settings',
  summary: 'Changes some settings',
  tag: 'Settings',
  permission: 'settings:write',
  body: settingsChange,
  answer: { status: 200, schema: settingsAnswer, description: 'The settings as they are now' },
  errors: ['version.stale', 'number.lower'],
})
