import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { Item } from './table.ts'

/** An image in a record of the table's stream as the item it is of; `undefined` where the record has none. */
export function itemOfImage(image: object | undefined): Item | undefined {
  return image === undefined ? undefined : (unmarshall(image as Record<string, AttributeValue>) as Item)
}
