import type { Hono } from 'hono'
import * as contract from '../../../shared/contract/clients.ts'
import { given } from '../../../shared/contract/given.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import * as assets from '../../../shared/use-cases/assets.ts'
import * as clients from '../../../shared/use-cases/clients.ts'
import * as contacts from '../../../shared/use-cases/contacts.ts'
import { presentAsset, presentClient, presentContact } from '../present.ts'
import { serve } from '../serve.ts'

export function serveClients(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listClients, async ({ desk, actor, query }) => {
    const page = await clients.listClients(desk, actor, given(query))
    return { body: { data: page.clients.map(presentClient), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.createClient, async ({ desk, actor, body }) => {
    const client = await clients.createClient(desk, actor, given(body))
    return { body: presentClient(client), version: client.version, location: `/clients/${client.id}` }
  })
  serve(app, ground, contract.readClient, async ({ desk, actor, params }) => {
    const client = await clients.readClient(desk, actor, params.id)
    return { body: presentClient(client), version: client.version }
  })
  serve(app, ground, contract.changeClient, async ({ desk, actor, params, body, ifVersion }) => {
    const client = await clients.changeClient(desk, actor, params.id, given(body), ifVersion.ifVersion)
    return { body: presentClient(client), version: client.version }
  })
  serve(app, ground, contract.deleteClient, async ({ desk, actor, params, ifVersion }) => {
    await clients.deleteClient(desk, actor, params.id, ifVersion.ifVersion)
    return {}
  })
}

export function serveContacts(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listContacts, async ({ desk, actor, params, query }) => {
    const page = await contacts.listContacts(desk, actor, params.id, given(query))
    return { body: { data: page.contacts.map(presentContact), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.createContact, async ({ desk, actor, params, body }) => {
    const contact = await contacts.createContact(desk, actor, params.id, given(body))
    return { body: presentContact(contact), version: contact.version, location: `/contacts/${contact.id}` }
  })
  serve(app, ground, contract.readContact, async ({ desk, actor, params }) => {
    const contact = await contacts.readContact(desk, actor, params.id)
    return { body: presentContact(contact), version: contact.version }
  })
  serve(app, ground, contract.changeContact, async ({ desk, actor, params, body, ifVersion }) => {
    const contact = await contacts.changeContact(desk, actor, params.id, given(body), ifVersion.ifVersion)
    return { body: presentContact(contact), version: contact.version }
  })
  serve(app, ground, contract.deleteContact, async ({ desk, actor, params, ifVersion }) => {
    await contacts.deleteContact(desk, actor, params.id, ifVersion.ifVersion)
    return {}
  })
}

export function serveAssets(app: Hono, ground: Desk): void {
  serve(app, ground, contract.listAssets, async ({ desk, actor, params, query }) => {
    const page = await assets.listAssets(desk, actor, params.id, given(query))
    return { body: { data: page.assets.map(presentAsset), nextCursor: page.nextCursor } }
  })
  serve(app, ground, contract.createAsset, async ({ desk, actor, params, body }) => {
    const asset = await assets.createAsset(desk, actor, params.id, body)
    return { body: presentAsset(asset), version: asset.version, location: `/assets/${asset.id}` }
  })
  serve(app, ground, contract.readAsset, async ({ desk, actor, params }) => {
    const asset = await assets.readAsset(desk, actor, params.id)
    return { body: presentAsset(asset), version: asset.version }
  })
  serve(app, ground, contract.changeAsset, async ({ desk, actor, params, body, ifVersion }) => {
    const asset = await assets.changeAsset(desk, actor, params.id, given(body), ifVersion.ifVersion)
    return { body: presentAsset(asset), version: asset.version }
  })
  serve(app, ground, contract.deleteAsset, async ({ desk, actor, params, ifVersion }) => {
    await assets.deleteAsset(desk, actor, params.id, ifVersion.ifVersion)
    return {}
  })
}
