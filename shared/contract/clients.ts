import * as z from 'zod'
import { contactRoles, domainTrusts } from '../domain/people.ts'
import { email, id, idParams, instant, line, listOf, money, pageQuery, version } from './fields.ts'
import { operation } from './operation.ts'

const archivedAt = instant.nullable().meta({ description: 'Set while it is out of use' })
const archived = z.boolean().meta({ description: 'Out of use: in no list but that of the archived' })

const clientFields = {
  name: line(200),
  /** All of them can be exchanged for others in one transaction of 100 writes. */
  domains: z.array(z.string().min(1).max(253)).max(49),
  domainTrust: z.enum(domainTrusts).meta({
    description:
      'Whether a new sender at its domains is let in if DMARC passes, or `always`; a failed DMARC never is',
  }),
  hourlyRate: money,
}

export const clientAnswer = z
  .object({
    id,
    name: z.string(),
    domains: z.array(z.string()),
    domainTrust: z.enum(domainTrusts),
    hourlyRate: money.nullable(),
    archivedAt,
    createdAt: instant,
    version,
  })
  .meta({ id: 'Client' })

export const clientInput = z
  .strictObject(clientFields)
  .partial({ domains: true, domainTrust: true, hourlyRate: true })
export const clientChange = z
  .strictObject({ ...clientFields, hourlyRate: money.nullable(), archived })
  .partial()

const contactFields = { name: line(100), email, roles: z.array(z.enum(contactRoles)).max(3) }

export const contactAnswer = z
  .object({
    id,
    clientId: id,
    name: z.string(),
    email: z.string(),
    roles: z.array(z.enum(contactRoles)),
    undeliverableAt: instant.nullable().meta({ description: 'When mail to it came back for good' }),
    complainedAt: instant.nullable().meta({ description: 'When they marked a mail as spam' }),
    suppressedAt: instant.nullable().meta({ description: 'Set while no mail is sent to it' }),
    archivedAt,
    createdAt: instant,
    version,
  })
  .meta({ id: 'Contact' })

export const contactInput = z.strictObject(contactFields).partial({ roles: true })
export const contactChange = z
  .strictObject({
    ...contactFields,
    suppressed: z.literal(false).meta({ description: 'Lets mail go out again, and forgets why it did not' }),
    archived,
  })
  .partial()

const assetFields = { name: line(200), type: line(60) }

export const assetAnswer = z
  .object({ id, clientId: id, name: z.string(), type: z.string(), archivedAt, createdAt: instant, version })
  .meta({ id: 'Asset' })

export const assetInput = z.strictObject(assetFields)
export const assetChange = z.strictObject({ ...assetFields, archived }).partial()

const inUseOrNot = {
  ...pageQuery,
  archived: z
    .enum(['true', 'false'])
    .transform(given => given === 'true')
    .optional()
    .meta({ description: 'Those that are archived, instead of those in use' }),
}
const page = z.strictObject(inUseOrNot)
const clientsPage = z.strictObject({
  ...inUseOrNot,
  q: line(200)
    .optional()
    .meta({ description: 'Words, or beginnings of words, of the name; in no order then' }),
})
const gone = { status: 204, description: 'It is gone' } as const

export const listClients = operation({
  id: 'listClients',
  method: 'get',
  path: '/clients',
  summary: 'Clients, by name',
  tag: 'Clients',
  permission: 'clients:read',
  query: clientsPage,
  answer: { status: 200, schema: listOf(clientAnswer), description: 'A page of clients' },
  errors: ['cursor.invalid', 'list.too-broad'],
})

export const createClient = operation({
  id: 'createClient',
  method: 'post',
  path: '/clients',
  summary: 'Adds a client',
  tag: 'Clients',
  permission: 'clients:write',
  body: clientInput,
  answer: { status: 201, schema: clientAnswer, description: 'The client' },
  errors: ['domain.taken', 'domain.public'],
})

export const readClient = operation({
  id: 'readClient',
  method: 'get',
  path: '/clients/{id}',
  summary: 'One client',
  tag: 'Clients',
  permission: 'clients:read',
  params: idParams,
  answer: { status: 200, schema: clientAnswer, description: 'The client' },
  errors: ['resource.missing'],
})

export const changeClient = operation({
  id: 'changeClient',
  method: 'patch',
  path: '/clients/{id}',
  summary: 'Changes a client',
  tag: 'Clients',
  permission: 'clients:write',
  params: idParams,
  body: clientChange,
  answer: { status: 200, schema: clientAnswer, description: 'The client as it is now' },
  errors: ['resource.missing', 'domain.taken', 'domain.public', 'version.stale'],
})

export const deleteClient = operation({
  id: 'deleteClient',
  method: 'delete',
  path: '/clients/{id}',
  summary: 'Removes a client that has no tickets, contacts or assets',
  tag: 'Clients',
  permission: 'clients:write',
  params: idParams,
  answer: gone,
  errors: ['resource.missing', 'client.in-use', 'version.stale'],
})

export const listContacts = operation({
  id: 'listContacts',
  method: 'get',
  path: '/clients/{id}/contacts',
  summary: 'A client’s contacts, by name',
  tag: 'Contacts',
  permission: 'clients:read',
  params: idParams,
  query: page,
  answer: { status: 200, schema: listOf(contactAnswer), description: 'A page of contacts' },
  errors: ['resource.missing', 'cursor.invalid'],
})

export const createContact = operation({
  id: 'createContact',
  method: 'post',
  path: '/clients/{id}/contacts',
  summary: 'Adds a contact to a client',
  tag: 'Contacts',
  permission: 'clients:write',
  params: idParams,
  body: contactInput,
  answer: { status: 201, schema: contactAnswer, description: 'The contact' },
  errors: ['resource.missing', 'email.taken'],
})

export const readContact = operation({
  id: 'readContact',
  method: 'get',
  path: '/contacts/{id}',
  summary: 'One contact',
  tag: 'Contacts',
  permission: 'clients:read',
  params: idParams,
  answer: { status: 200, schema: contactAnswer, description: 'The contact' },
  errors: ['resource.missing'],
})

export const changeContact = operation({
  id: 'changeContact',
  method: 'patch',
  path: '/contacts/{id}',
  summary: 'Changes a contact',
  tag: 'Contacts',
  permission: 'clients:write',
  params: idParams,
  body: contactChange,
  answer: { status: 200, schema: contactAnswer, description: 'The contact as it is now' },
  errors: ['resource.missing', 'email.taken', 'version.stale'],
})

export const deleteContact = operation({
  id: 'deleteContact',
  method: 'delete',
  path: '/contacts/{id}',
  summary: 'Removes a contact; tickets keep its name',
  tag: 'Contacts',
  permission: 'clients:write',
  params: idParams,
  answer: gone,
  errors: ['resource.missing', 'version.stale'],
})

export const listAssets = operation({
  id: 'listAssets',
  method: 'get',
  path: '/clients/{id}/assets',
  summary: 'A client’s assets, by name',
  tag: 'Assets',
  permission: 'clients:read',
  params: idParams,
  query: page,
  answer: { status: 200, schema: listOf(assetAnswer), description: 'A page of assets' },
  errors: ['resource.missing', 'cursor.invalid'],
})

export const createAsset = operation({
  id: 'createAsset',
  method: 'post',
  path: '/clients/{id}/assets',
  summary: 'Adds an asset to a client',
  tag: 'Assets',
  permission: 'clients:write',
  params: idParams,
  body: assetInput,
  answer: { status: 201, schema: assetAnswer, description: 'The asset' },
  errors: ['resource.missing'],
})

export const readAsset = operation({
  id: 'readAsset',
  method: 'get',
  path: '/assets/{id}',
  summary: 'One asset',
  tag: 'Assets',
  permission: 'clients:read',
  params: idParams,
  answer: { status: 200, schema: assetAnswer, description: 'The asset' },
  errors: ['resource.missing'],
})

export const changeAsset = operation({
  id: 'changeAsset',
  method: 'patch',
  path: '/assets/{id}',
  summary: 'Changes an asset',
  tag: 'Assets',
  permission: 'clients:write',
  params: idParams,
  body: assetChange,
  answer: { status: 200, schema: assetAnswer, description: 'The asset as it is now' },
  errors: ['resource.missing', 'version.stale'],
})

export const deleteAsset = operation({
  id: 'deleteAsset',
  method: 'delete',
  path: '/assets/{id}',
  summary: 'Removes an asset',
  tag: 'Assets',
  permission: 'clients:write',
  params: idParams,
  answer: gone,
  errors: ['resource.missing', 'version.stale'],
})
