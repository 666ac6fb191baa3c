import { type Actor, assertMay, type Permission } from '../domain/actor.ts'
import type { CatalogueKind, CatalogueRecord } from '../domain/catalogue.ts'
import { DeskError } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import * as store from '../store/catalogue.ts'
import { recordAudit } from './audit-log.ts'
import { type CursorPage, cursorScope, openCursor, sealCursor } from './cursor.ts'
import { commitEffect } from './effect.ts'
import { assertVersion } from './tickets.ts'

/** What can be done with one catalogue of the desk; everybody who may read it chooses from it, admins keep it. */
export interface Catalogue<T extends CatalogueRecord, Input, Changes> {
  list(desk: Desk, actor: Actor, page: CursorPage): Promise<{ records: T[]; nextCursor: string | null }>
  /** The record; `resource.missing` alike for none and for one that is not the actor's to know. */
  read(desk: Desk, actor: Actor, id: string): Promise<T>
  create(desk: Desk, actor: Actor, input: Input): Promise<T>
  /** Error: `version.stale`. */
  change(desk: Desk, actor: Actor, id: string, changes: Changes, ifVersion?: number): Promise<T>
  /** Removes it from what can be chosen; tickets keep what they have of it. Error: `version.stale`. */
  remove(desk: Desk, actor: Actor, id: string, ifVersion?: number): Promise<void>
}

interface CatalogueRules<T extends CatalogueRecord, Input> {
  kind: CatalogueKind
  newId: (desk: Desk, input: Input) => string
  readBy: Permission
  fieldsOf: (input: Input) => FieldsOf<T>
  /** What changes imply besides themselves. */
  implied?: (changes: ChangesOf<T>) => ChangesOf<T>
  /** The record as it is kept; throws where it must not be as it is. */
  settle?: (record: T, desk: Desk) => T | Promise<T>
  /** What else a change of the catalogue writes; nothing is there before a creation and after a removal. */
  besides?: (desk: Desk, before: T | undefined, after: T | undefined) => Promise<Write[]>
}

/** What a record says of itself; undefined where it says nothing. */
type FieldsOf<T> = { [K in keyof Omit<T, 'id' | 'createdAt' | 'version'>]: T[K] | undefined }

/** Changes of a record: null takes an optional field away. */
export type ChangesOf<T> = { [K in keyof T]?: T[K] | null | undefined }

/** A catalogue by its rules; each change of it is in the audit log, by the same transaction. */
export function catalogueOf<T extends CatalogueRecord, Input>(
  rules: CatalogueRules<T, Input>,
): Catalogue<T, Input, ChangesOf<T>> {
  const { kind, readBy, settle = record => record, besides = async () => [] } = rules
  const { implied = () => ({}) } = rules

  async function existing(desk: Desk, id: string): Promise<T> {
    const record = await store.readFromCatalogue<T>(desk.table, kind, id)
    if (record === undefined) throw new DeskError('resource.missing')
    return record
  }

  /** The writes of a change, beside the record's own. */
  async function alongside(desk: Desk, actor: Actor, { before, after }: { before?: T; after?: T }) {
    const id = after?.id ?? before?.id
    const states = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
    return [
      ...(await besides(desk, before, after)),
      ...recordAudit(desk, actor, { resource: `${kind}/${id}`, ...states }),
    ]
  }

  return {
    async list(desk, actor, page) {
      assertMay(actor, readBy, 'any')
      const scope = cursorScope(kind, actor)
      const opened = await openCursor(desk, scope, page)
      const { records, next } = await store.listCatalogue<T>(desk.table, kind, opened)
      return { records, nextCursor: await sealCursor(desk, scope, next) }
    },
    async read(desk, actor, id) {
      assertMay(actor, readBy, 'any')
      return await existing(desk, id)
    },
    async create(desk, actor, input) {
      assertMay(actor, 'settings:write')
      const made = recordFrom<T>({
        ...rules.fieldsOf(input),
        id: rules.newId(desk, input),
        createdAt: desk.now(),
        version: 1,
      })
      const after = await settle(made, desk)
      const writes = [store.createInCatalogue(kind, after), ...(await alongside(desk, actor, { after }))]
      await commitEffect(desk, writes, `${kind}/${after.id}`)
      return after
    },
    async change(desk, actor, id, changes, ifVersion) {
      assertMay(actor, 'settings:write')
      const before = await existing(desk, id)
      assertVersion(before.version, ifVersion)
      const changed = recordFrom<T>({
        ...before,
        ...given(changes),
        ...implied(changes),
        version: before.version + 1,
      })
      const after = await settle(changed, desk)
      const writes = await alongside(desk, actor, { before, after })
      await desk.table.commit([store.saveInCatalogue(kind, before, after), ...writes])
      return after
    },
    async remove(desk, actor, id, ifVersion) {
      assertMay(actor, 'settings:write')
      const before = await existing(desk, id)
      assertVersion(before.version, ifVersion)
      const writes = await alongside(desk, actor, { before })
      await desk.table.commit([store.deleteFromCatalogue(kind, before), ...writes])
    },
  }
}

function given(changes: object): object {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}

/** The fields that have a value; they are those of one record, or of its input, which a contract has checked. */
function recordFrom<T>(fields: object): T {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  ) as T
}
