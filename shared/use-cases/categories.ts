import type { Category } from '../domain/catalogue.ts'
import { invalid } from '../domain/errors.ts'
import type { Desk } from '../runtime/desk.ts'
import { readFromCatalogue } from '../store/catalogue.ts'
import { catalogueOf } from './catalogue.ts'

export const categories = catalogueOf<Category, { name: string }>({
  kind: 'categories',
  newId: desk => desk.newId('cat'),
  readBy: 'tickets:read',
  fieldsOf: ({ name }) => ({ name, active: true }),
})

/** What a ticket keeps of the category it is to be given. */
export async function readChosenCategory(
  desk: Desk,
  id: string,
): Promise<{ categoryId: string; categoryName: string }> {
  const category = await readFromCatalogue<Category>(desk.table, 'categories', id)
  if (!category?.active) throw invalid('/categoryId', 'is no category that this desk uses')
  return { categoryId: category.id, categoryName: category.name }
}
