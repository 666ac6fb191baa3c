import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/blocked-senders.ts'
import { given } from '../../../shared/contract/given.ts'
import { invalid } from '../../../shared/domain/errors.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import {
  blockSender,
  listBlockedSenders,
  readBlockedSender,
  unblockSender,
} from '../../../shared/use-cases/blocked-senders.ts'
import { presentBlockedSender } from '../present-mails.ts'
import { serve } from '../serve.ts'

export function serveBlockedSenders(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listBlockedSenders, async ({ desk, actor, query }) => {
    const page = await listBlockedSenders(desk, actor, given(query))
    return { body: { data: page.senders.map(presentBlockedSender), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.blockSender, async ({ desk, actor, body: { address, domain } }) => {
    const sender = await blockSender(desk, actor, address === undefined ? byDomain(domain) : { address })
    return {
      body: presentBlockedSender(sender),
      version: sender.version,
      location: `/blocked-senders/${sender.id}`,
    }
  })
  serve(app, ground, contract.readBlockedSender, async ({ desk, actor, params }) => {
    const sender = await readBlockedSender(desk, actor, params.id)
    return { body: presentBlockedSender(sender), version: sender.version }
  })
  serve(app, ground, contract.unblockSender, async ({ desk, actor, params, ifVersion }) => {
    await unblockSender(desk, actor, params.id, ifVersion.ifVersion)
    return {}
  })
}

function byDomain(domain: string | undefined) {
  if (domain === undefined) throw invalid('/address', 'give an address or a domain')
  return { domain }
}
