import type { AttributeValue } from 'aws-lambda'
import type { Item } from './dynalite.ts'

/** Whether two images of an item hold the same; sets have no order. */
export function sameItem(one: Item | undefined, other: Item | undefined): boolean {
  if (!one || !other) return one === other
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every(name => sameValue(one[name], other[name]))
}

function sameValue(one: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  if (!one || !other) return one === other
  if (one.M && other.M) return sameItem(one.M, other.M)
  if (one.L && other.L) return sameList(one.L, other.L)
  const set = one.SS ?? one.NS ?? one.BS
  if (set) return sameSet(set, one.SS ? other.SS : one.NS ? other.NS : other.BS)
  return (
    one.S === other.S &&
    one.N === other.N &&
    one.B === other.B &&
    one.BOOL === other.BOOL &&
    one.NULL === other.NULL
  )
}

function sameList(one: AttributeValue[], other: AttributeValue[]): boolean {
  return one.length === other.length && one.every((value, position) => sameValue(value, other[position]))
}

function sameSet(one: string[], other: string[] | undefined): boolean {
  if (one.length !== other?.length) return false
  const members = new Set(other)
  return one.every(member => members.has(member))
}
