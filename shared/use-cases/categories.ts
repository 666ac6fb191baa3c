import type { Category } from '../domain/catalogue.ts'
import { catalogueOf } from './catalogue.ts'

export const categories = catalogueOf<Category, { name: string }>({
  kind: 'categories',
  newId: desk => desk.newId('cat'),
  readBy: 'tickets:read',
  fieldsOf: ({ name }) => ({ name, active: true }),
})
