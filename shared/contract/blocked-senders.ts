import * as z from 'zod'
import { blockScopes } from '../domain/blocked-sender.ts'
import { email, id, idParams, instant, listOf, pageQuery, version } from './fields.ts'
import { operation } from './operation.ts'
import { oneOf, person } from './tickets.ts'

export const blockedSenderAnswer = z
  .object({
    id,
    scope: z.enum(blockScopes),
    name: z.string().meta({ description: 'The address or the domain' }),
    by: person,
    createdAt: instant,
    version,
  })
  .meta({ id: 'BlockedSender' })

export const listBlockedSenders = operation({
  id: 'listBlockedSenders',
  method: 'get',
  path: '/blocked-senders',
  summary: 'Addresses and domains whose mail is recorded and shown to nobody',
  tag: 'Mail',
  permission: 'mail:read',
  query: z.strictObject(pageQuery),
  answer: { status: 200, schema: listOf(blockedSenderAnswer), description: 'A page of blocked senders' },
  errors: ['cursor.invalid'],
})

export const blockSender = operation({
  id: 'blockSender',
  method: 'post',
  path: '/blocked-senders',
  summary: 'Blocks an address, or everybody at a domain',
  tag: 'Mail',
  permission: 'mail:write',
  body: z
    .strictObject({ address: email.optional(), domain: z.string().min(1).max(253).optional() })
    .refine(oneOf('address', 'domain'), { path: ['address'], message: 'give an address or a domain' }),
  answer: { status: 201, schema: blockedSenderAnswer, description: 'Who is blocked now' },
  errors: ['sender.blocked', 'sender.registered', 'domain.public'],
})

export const readBlockedSender = operation({
  id: 'readBlockedSender',
  method: 'get',
  path: '/blocked-senders/{id}',
  summary: 'One blocked sender',
  tag: 'Mail',
  permission: 'mail:read',
  params: idParams,
  answer: { status: 200, schema: blockedSenderAnswer, description: 'The blocked sender' },
  errors: ['resource.missing'],
})

export const unblockSender = operation({
  id: 'unblockSender',
  method: 'delete',
  path: '/blocked-senders/{id}',
  summary: 'Lets their mail be decided like any other again',
  tag: 'Mail',
  permission: 'mail:write',
  params: idParams,
  answer: { status: 204, description: 'They are blocked no more' },
  errors: ['resource.missing', 'version.stale'],
})
