import * as z from 'zod'
import {
  type Asset,
  type Client,
  type Contact,
  contactRoles,
  domainTrusts,
} from '../../../../shared/domain/people.ts'
import { checkbox, checked, choice, formVersion, lines, mailAddress, oneLine } from '../../form-parts.ts'
import { minorUnitsOf, typedAmount } from '../../money.ts'
import type { Strings } from '../../strings.ts'

const domainsLimits = { many: 49, long: 253 }

const clientFields = (strings: Strings, currency: string) => ({
  name: oneLine(strings, 200),
  domains: lines(domainsLimits, strings.clientPages.domainsTooMany),
  domainTrust: choice(strings, domainTrusts),
  hourlyRate: z
    .string()
    .trim()
    .refine(
      typed => typed === '' || minorUnitsOf(typed, currency) !== undefined,
      strings.clientPages.rateWrong,
    )
    .transform(typed => {
      const amount = minorUnitsOf(typed, currency)
      return amount === undefined ? undefined : { amount, currency }
    }),
})

/** The form of a new client; its rate is in a currency that the page names. */
export const newClientForm = (strings: Strings, currency: string) =>
  z.strictObject(clientFields(strings, currency)).transform(({ hourlyRate, ...rest }) => ({
    ...rest,
    ...(hourlyRate === undefined ? {} : { hourlyRate }),
  }))

export const clientForm = (strings: Strings, currency: string) =>
  z
    .strictObject({ ...clientFields(strings, currency), version: formVersion(strings) })
    .transform(({ version, hourlyRate, ...rest }) => ({
      version,
      changes: { ...rest, hourlyRate: hourlyRate ?? null },
    }))

export function valuesOfClient({ name, domains, domainTrust, hourlyRate, version }: Client) {
  return {
    name,
    domains: domains.join('\n'),
    domainTrust,
    hourlyRate: hourlyRate === undefined ? '' : typedAmount(hourlyRate),
    version: String(version),
  }
}

/** The name of the box of one role of a contact. */
export function roleBox(role: Contact['roles'][number]): string {
  return `role-${role}`
}

const contactFields = (strings: Strings) => ({
  name: oneLine(strings, 100),
  email: mailAddress(strings),
  ...Object.fromEntries(contactRoles.map(role => [roleBox(role), checkbox(strings)])),
})

export const newContactForm = (strings: Strings) =>
  z.strictObject(contactFields(strings)).transform(form => ({
    name: form.name,
    email: form.email,
    roles: rolesOf(form),
  }))

export const contactForm = (strings: Strings) =>
  z.strictObject({ ...contactFields(strings), version: formVersion(strings) }).transform(form => ({
    version: form.version,
    changes: { name: form.name, email: form.email, roles: rolesOf(form) },
  }))

export function valuesOfContact({ name, email, roles, version }: Contact): Record<string, string> {
  return {
    name,
    email,
    version: String(version),
    ...Object.assign({}, ...roles.map(role => checked(roleBox(role), true))),
  }
}

const assetFields = (strings: Strings) => ({ name: oneLine(strings, 200), type: oneLine(strings, 60) })

export const newAssetForm = (strings: Strings) => z.strictObject(assetFields(strings))

export const assetForm = (strings: Strings) =>
  z
    .strictObject({ ...assetFields(strings), version: formVersion(strings) })
    .transform(({ version, ...changes }) => ({ version, changes }))

export function valuesOfAsset({ name, type, version }: Asset): Record<string, string> {
  return { name, type, version: String(version) }
}

/** The form of the buttons that take something out of use, or back into it. */
export const archiveForm = (strings: Strings) =>
  z.strictObject({ version: formVersion(strings), archived: z.enum(['true', 'false']) })

function rolesOf(form: object): Contact['roles'] {
  const sent = new Map<string, unknown>(Object.entries(form))
  return contactRoles.filter(role => sent.get(roleBox(role)) === true)
}
