import type { FieldValues } from '../domain/custom-fields.ts'
import { categoryOf, type Ticket } from '../domain/ticket.ts'
import type { Desk } from '../runtime/desk.ts'
import { readChosenCategory } from './categories.ts'
import { changedCustomFields } from './custom-fields.ts'

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

async function categoryFor(desk: Desk, before: Kept, categoryId: string | null | undefined) {
  // The one it has may be used no more, and stay all the same.
  if (categoryId === undefined || categoryId === before.categoryId) return categoryOf(before)
  return categoryId === null ? {} : await readChosenCategory(desk, categoryId)
}
