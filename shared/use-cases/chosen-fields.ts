import type { Category, CustomField, CustomStatus } from '../domain/catalogue.ts'
import { type FieldValues, withFieldValues } from '../domain/custom-fields.ts'
import { invalid } from '../domain/errors.ts'
import { categoryOf, type Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readFromCatalogue, readManyFromCatalogue } from '../store/catalogue.ts'

/** Fields of a ticket that the desk's catalogues, or other systems, give a meaning to; null takes one away. */
export interface ChosenFields {
  categoryId?: string | null
  customFields?: FieldValues
  due?: string | null
  externalReference?: string | null
}

type Kept = Pick<Ticket, 'categoryId' | 'categoryName' | 'customFields' | 'due' | 'externalReference'>

/**
 * These fields of a ticket as they are once some are chosen anew; of a new ticket nothing is there before.
 * Error: `request.invalid` with a pointer to what the desk's catalogues do not have.
 */
export async function chosenFieldsOf(desk: Desk, before: Kept, chosen: ChosenFields): Promise<Kept> {
  const [category, customFields] = await Promise.all([
    categoryFor(desk, before, chosen.categoryId),
    chosen.customFields === undefined
      ? before.customFields
      : changedCustomFields(desk, before.customFields, chosen.customFields),
  ])
  const due = chosen.due === undefined ? before.due : chosen.due
  const externalReference =
    chosen.externalReference === undefined ? before.externalReference : chosen.externalReference
  return {
    ...category,
    ...(customFields === undefined ? {} : { customFields }),
    ...(due === undefined || due === null ? {} : { due: new Date(due).toISOString() }),
    ...(externalReference === undefined || externalReference === null ? {} : { externalReference }),
  }
}

/** The ticket with these fields chosen anew. */
export async function withChosenFields(desk: Desk, ticket: Ticket, chosen: ChosenFields): Promise<Ticket> {
  const { categoryId: _id, categoryName: _name, customFields: _values, ...others } = ticket
  const { due: _due, externalReference: _reference, ...rest } = others
  return { ...rest, ...(await chosenFieldsOf(desk, ticket, chosen)) }
}

/** The custom status that a ticket is to be given. */
export async function readChosenStatus(desk: Desk, id: string): Promise<CustomStatus> {
  const status = await readFromCatalogue<CustomStatus>(desk.table, 'statuses', id)
  if (!status?.active) throw invalid('/statusId', 'is no status that this desk uses')
  return status
}

/** What a ticket keeps of the category it is to be given. */
export async function readChosenCategory(
  desk: Desk,
  id: string,
): Promise<{ categoryId: string; categoryName: string }> {
  const category = await readFromCatalogue<Category>(desk.table, 'categories', id)
  if (!category?.active) throw invalid('/categoryId', 'is no category that this desk uses')
  return { categoryId: category.id, categoryName: category.name }
}

async function categoryFor(desk: Desk, before: Kept, categoryId: string | null | undefined) {
  // The one it has may be used no more, and stay all the same.
  if (categoryId === undefined || categoryId === before.categoryId) return categoryOf(before)
  return categoryId === null ? {} : await readChosenCategory(desk, categoryId)
}

async function changedCustomFields(
  desk: Desk,
  before: Ticket['customFields'],
  values: FieldValues,
): Promise<Ticket['customFields']> {
  const ids = Object.keys(values)
  const fields = await readManyFromCatalogue<CustomField>(desk.table, 'custom-fields', ids)
  const known = fields.flatMap(field => (field === undefined ? [] : [[field.id, field] as const]))
  return withFieldValues(before, values, new Map(known))
}
