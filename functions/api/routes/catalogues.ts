import type { Hono } from 'hono'
import type * as z from 'zod'
import * as contract from '../../../shared/contract/catalogues.ts'
import type { idParams } from '../../../shared/contract/fields.ts'
import { given } from '../../../shared/contract/given.ts'
import type { Operation } from '../../../shared/contract/operation.ts'
import type { CatalogueRecord } from '../../../shared/domain/catalogue.ts'
import type { Desk } from '../../../shared/runtime/desk.ts'
import { cannedReplies, renderCannedReply } from '../../../shared/use-cases/canned-replies.ts'
import type { Catalogue } from '../../../shared/use-cases/catalogue.ts'
import { categories } from '../../../shared/use-cases/categories.ts'
import { customFields } from '../../../shared/use-cases/custom-fields.ts'
import { customStatuses } from '../../../shared/use-cases/custom-statuses.ts'
import { tags } from '../../../shared/use-cases/tags.ts'
import { ticketTemplates } from '../../../shared/use-cases/ticket-templates.ts'
import {
  presentCannedReply,
  presentCategory,
  presentCustomField,
  presentCustomStatus,
  presentTag,
  presentTicketTemplate,
} from '../present-catalogues.ts'
import { type Answer, serve } from '../serve.ts'

export function serveCatalogues(app: Hono, ground: Desk): void {
  const { catalogues } = contract
  serveCatalogue(app, ground, catalogues.statuses, {
    catalogue: customStatuses,
    present: presentCustomStatus,
  })
  serveCatalogue(app, ground, catalogues.categories, { catalogue: categories, present: presentCategory })
  serveCatalogue(app, ground, catalogues.tags, { catalogue: tags, present: presentTag })
  serveCatalogue(app, ground, catalogues.customFields, {
    catalogue: customFields,
    present: presentCustomField,
  })
  serveCatalogue(app, ground, catalogues.ticketTemplates, {
    catalogue: ticketTemplates,
    present: presentTicketTemplate,
  })
  serveCatalogue(app, ground, catalogues.cannedReplies, {
    catalogue: cannedReplies,
    present: presentCannedReply,
  })
  serve(app, ground, catalogues.cannedReplies.render, async ({ desk, actor, params, body }) => ({
    body: await renderCannedReply(desk, actor, { id: params.id, number: body.number }),
  }))
}

/** The operations of a catalogue; what a body is parsed to is what the catalogue takes. */
interface CatalogueOperations<Input, Changes> {
  list: Operation & { query: typeof contract.catalogues.tags.list.query }
  create: Operation & { body: z.ZodType<Input> }
  read: Operation & { params: typeof idParams }
  /** Absent where a record is its name. */
  change?: Operation & { params: typeof idParams; body: z.ZodType<Changes> }
  remove: Operation & { params: typeof idParams }
}

interface Served<T extends CatalogueRecord, Input, Changes> {
  catalogue: Catalogue<T, Input, Changes>
  present: (record: T) => object
}

function serveCatalogue<T extends CatalogueRecord, Input, Changes>(
  app: Hono,
  ground: Desk,
  operations: CatalogueOperations<NoInfer<Input>, NoInfer<Changes>>,
  { catalogue, present }: Served<T, Input, Changes>,
): void {
  const { list, create, read, change, remove } = operations
  const answerOf = (record: T): Answer => ({ body: present(record), version: record.version })
  serve(app, ground, list, async ({ desk, actor, query }) => {
    const page = await catalogue.list(desk, actor, given(query))
    return { body: { data: page.records.map(present), nextCursor: page.nextCursor } }
  })
  serve(app, ground, create, async ({ desk, actor, body }) => {
    const record = await catalogue.create(desk, actor, body)
    return { ...answerOf(record), location: `${create.path}/${record.id}` }
  })
  serve(app, ground, read, async ({ desk, actor, params }) =>
    answerOf(await catalogue.read(desk, actor, params.id)),
  )
  if (change !== undefined) {
    serve(app, ground, change, async ({ desk, actor, params, body, ifVersion }) =>
      answerOf(await catalogue.change(desk, actor, params.id, body, ifVersion.ifVersion)),
    )
  }
  serve(app, ground, remove, async ({ desk, actor, params, ifVersion }) => {
    await catalogue.remove(desk, actor, params.id, ifVersion.ifVersion)
    return {}
  })
}
