import type { Child } from 'hono/jsx'
import type * as z from 'zod'
import type { Permission } from '../../../../shared/domain/actor.ts'
import type { CatalogueKind, CatalogueRecord } from '../../../../shared/domain/catalogue.ts'
import { DeskError } from '../../../../shared/domain/errors.ts'
import type { Catalogue } from '../../../../shared/use-cases/catalogue.ts'
import type { CursorPage } from '../../../../shared/use-cases/cursor.ts'
import type { Visit } from '../../door.ts'
import { attempt, parseForm, type RawForm } from '../../form.ts'
import { type Refusal, refusal } from '../../refusal.ts'
import type { Strings } from '../../strings.ts'
import { overtakenForm } from '../overtaken.ts'
import type { CatalogueField } from './catalogue-fields.tsx'
import type { CatalogueRow } from './catalogue-pages.tsx'

/** What tells one catalogue's pages from another's. */
export interface CatalogueFacts<T extends CatalogueRecord, Input, Changes> {
  kind: CatalogueKind
  readBy: Permission
  catalogue: Catalogue<T, Input, Changes>
  /** Fields of the form of a new record, or of one that is there. */
  fields: (visit: Visit, isNew: boolean) => CatalogueField[] | Promise<CatalogueField[]>
  input: (strings: Strings) => z.ZodType<Input>
  /** Absent where a record cannot be changed. */
  changes?: (strings: Strings) => z.ZodType<Changes & { version: number }>
  /** What a new record's form is filled with. */
  usual?: Record<string, string>
  valuesOf: (record: T) => Record<string, string>
  about: (record: T, strings: Strings) => Child
  isArchived?: (record: T) => boolean
}

export interface KeptRecord {
  id: string
  name: string
  version: number
  values: Record<string, string>
}

/** One catalogue, whatever its records are: what its pages need of it. */
export interface CatalogueKeeper {
  kind: CatalogueKind
  readBy: Permission
  isChangeable: boolean
  usual: Record<string, string>
  fields: (visit: Visit, isNew: boolean) => CatalogueField[] | Promise<CatalogueField[]>
  list: (visit: Visit, page: CursorPage) => Promise<{ rows: CatalogueRow[]; nextCursor: string | null }>
  read: (visit: Visit, id: string) => Promise<KeptRecord>
  /** Answers what is wrong with the form; undefined once it is done. */
  create: (visit: Visit, form: RawForm) => Promise<Refusal | undefined>
  change: (visit: Visit, id: string, form: RawForm) => Promise<Refusal | undefined>
  remove: (visit: Visit, id: string, version: number) => Promise<DeskError | undefined>
}

/** A catalogue's pages by its facts. */
export function keeperOf<T extends CatalogueRecord, Input, Changes>(
  facts: CatalogueFacts<T, Input, Changes>,
): CatalogueKeeper {
  const { kind, readBy, catalogue, fields, valuesOf, about, usual = {}, isArchived = () => false } = facts
  return {
    kind,
    readBy,
    fields,
    usual,
    isChangeable: facts.changes !== undefined,
    async list({ desk, agent, strings }, page) {
      const { records, nextCursor } = await catalogue.list(desk, agent, page)
      const rows = records.map(record => ({
        id: record.id,
        name: record.name,
        about: about(record, strings),
        isArchived: isArchived(record),
      }))
      return { rows, nextCursor }
    },
    async read({ desk, agent }, id) {
      const record = await catalogue.read(desk, agent, id)
      return { id, name: record.name, version: record.version, values: valuesOf(record) }
    },
    async create({ desk, agent, strings }, form) {
      const parsed = parseForm(facts.input(strings), form)
      if (!parsed.ok) return { state: parsed.state, status: 400 }
      const done = await attempt(catalogue.create(desk, agent, parsed.data))
      return done instanceof DeskError ? refusal(strings, form, done) : undefined
    },
    async change(visit, id, form) {
      if (facts.changes === undefined) throw new DeskError('resource.missing')
      const { desk, agent, strings } = visit
      const parsed = parseForm(facts.changes(strings), form)
      if (!parsed.ok) return { state: parsed.state, status: 400 }
      const { version, ...changes } = parsed.data
      const done = await attempt(catalogue.change(desk, agent, id, changes as Changes, version))
      if (!(done instanceof DeskError)) return undefined
      if (done.kind !== 'conflict') return refusal(strings, form, done)
      const now = await catalogue.read(desk, agent, id)
      const state = await overtakenForm(visit, form, { resource: `${kind}/${id}`, version: now.version })
      return { state, status: 409 }
    },
    async remove({ desk, agent }, id, version) {
      const done = await attempt(catalogue.remove(desk, agent, id, version))
      return done instanceof DeskError ? done : undefined
    },
  }
}
