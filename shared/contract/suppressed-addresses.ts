import * as z from 'zod'
import { id, idParams, instant, listOf, pageQuery } from './fields.ts'
import { operation } from './operation.ts'

export const suppressedAddressAnswer = z
  .object({
    id,
    address: z.string(),
    reason: z
      .enum(['address-bounced', 'address-complained'])
      .meta({ description: 'It bounced for good, or its owner marked a mail of the desk as spam' }),
    at: instant,
    until: instant.nullable().meta({ description: 'null: until somebody lets mail go out again' }),
  })
  .meta({ id: 'SuppressedAddress' })

export const listSuppressedAddresses = operation({
  id: 'listSuppressedAddresses',
  method: 'get',
  path: '/suppressed-addresses',
  summary: 'Addresses that no mail is sent to, because of what SES reported',
  tag: 'Mail',
  permission: 'mail:read',
  query: z.strictObject(pageQuery),
  answer: { status: 200, schema: listOf(suppressedAddressAnswer), description: 'A page of addresses' },
  errors: ['cursor.invalid'],
})

export const readSuppressedAddress = operation({
  id: 'readSuppressedAddress',
  method: 'get',
  path: '/suppressed-addresses/{id}',
  summary: 'One suppressed address',
  tag: 'Mail',
  permission: 'mail:read',
  params: idParams,
  answer: { status: 200, schema: suppressedAddressAnswer, description: 'The suppressed address' },
  errors: ['resource.missing'],
})

export const releaseSuppressedAddress = operation({
  id: 'releaseSuppressedAddress',
  method: 'delete',
  path: '/suppressed-addresses/{id}',
  summary: 'Lets mail to it go out again, and takes the marks off the contact whose it is',
  tag: 'Mail',
  permission: 'mail:write',
  params: idParams,
  answer: { status: 204, description: 'Mail is sent to it again' },
  errors: ['resource.missing'],
})
