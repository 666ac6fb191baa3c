import type { Tag } from '../domain/catalogue.ts'
import { sha256 } from '../store/keys.ts'
import { catalogueOf } from './catalogue.ts'

/** The tags that the desk proposes; its id stands for its name, letter case aside, so that none is there twice. */
export const tags = catalogueOf<Tag, { name: string }>({
  kind: 'tags',
  newId: (_desk, { name }) => `tag_${sha256(name.toLowerCase()).slice(0, 20)}`,
  readBy: 'tickets:read',
  fieldsOf: ({ name }) => ({ name }),
})
