import type { TableSchema } from '../../../shared/store/schema.ts'

/** A small table with one index of each projection. */
export const smallSchema: TableSchema = {
  partitionKey: { name: 'pk', type: 'S' },
  sortKey: { name: 'sk', type: 'S' },
  timeToLiveAttribute: 'expiresAtSeconds',
  stream: 'NEW_AND_OLD_IMAGES',
  indexes: [
    {
      name: 'rows',
      partitionKey: { name: 'group', type: 'S' },
      sortKey: { name: 'rank', type: 'N' },
      projection: ['title'],
    },
    {
      name: 'whole',
      partitionKey: { name: 'list', type: 'S' },
      sortKey: { name: 'rank', type: 'N' },
      projection: 'all',
    },
  ],
}
