import type { Hono } from 'hono'
import { given } from '../../../shared/contract/given.ts'
import * as contract from '../../../shared/contract/suppressed-addresses.ts'
import type { SuppressedAddress } from '../../../shared/domain/suppressed-address.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import {
  listSuppressedAddresses,
  readSuppressedAddress,
  releaseSuppressedAddress,
} from '../../../shared/use-cases/suppressed-addresses.ts'
import { serve } from '../serve.ts'

export function serveSuppressedAddresses(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listSuppressedAddresses, async ({ desk, actor, query }) => {
    const page = await listSuppressedAddresses(desk, actor, given(query))
    return { body: { data: page.addresses.map(present), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.readSuppressedAddress, async ({ desk, actor, params }) => {
    return { body: present(await readSuppressedAddress(desk, actor, params.id)) }
  })
  serve(app, ground, contract.releaseSuppressedAddress, async ({ desk, actor, params }) => {
    await releaseSuppressedAddress(desk, actor, params.id)
    return {}
  })
}

function present({ id, address, reason, at, until }: SuppressedAddress) {
  return { id, address, reason, at, until: until ?? null }
}
