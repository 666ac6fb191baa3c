import { decodeCharset } from './charset.ts'

/** More properties than these are none of a mail. */
const propertiesMax = 2000

/** The properties of a message or a file in TNEF (MS-OXTNEF, 2.1.3.4) that hold text or bytes, by their id. */
export interface MapiProperties {
  text(id: number): string | undefined
  bytes(id: number): Uint8Array | undefined
  number(id: number): number | undefined
}

/** Reads a block of MAPI properties; what comes after anything malformed is left out. */
export function readMapiProperties(block: Buffer, codePage: string): MapiProperties {
  const values = new Map<number, { type: number; value: Buffer }>()
  const reader = { block, at: 4 }
  const count = block.length < 4 ? 0 : Math.min(block.readUInt32LE(0), propertiesMax)
  for (let index = 0; index < count && reader.at + 4 <= block.length; index++) {
    const type = block.readUInt16LE(reader.at)
    const id = block.readUInt16LE(reader.at + 2)
    reader.at += 4
    const value = skipName(reader, id) ? takeValue(reader, type) : undefined
    if (value === undefined) break
    values.set(id, { type: type & ~multiple, value })
  }
  return {
    text(id) {
      const found = values.get(id)
      if (found?.type === types.unicode) return untilNul(new TextDecoder('utf-16le').decode(found.value))
      return found?.type === types.string ? untilNul(decodeCharset(found.value, codePage)) : undefined
    },
    bytes(id) {
      const found = values.get(id)
      return found?.type === types.binary || found?.type === types.object ? found.value : undefined
    },
    number(id) {
      const found = values.get(id)
      return found?.type === types.long && found.value.length >= 4 ? found.value.readUInt32LE(0) : undefined
    },
  }
}

const multiple = 0x1000
const types = { long: 3, object: 0xd, string: 0x1e, unicode: 0x1f, binary: 0x102 }

/** Sizes of the types of fixed length, with what pads them to four bytes. */
const fixedBytes: Record<number, number> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
}

interface Reader {
  block: Buffer
  at: number
}

/** A named property has a GUID and a number or a name before its value. */
function skipName(reader: Reader, id: number): boolean {
  if (id < 0x8000) return true
  reader.at += 16
  const kind = takeNumber(reader)
  const detail = takeNumber(reader)
  if (kind === undefined || detail === undefined) return false
  if (kind === 1) reader.at += padded(detail)
  return reader.at <= reader.block.length
}

/** The first value where there are several; undefined where the block ends within. */
function takeValue(reader: Reader, type: number): Buffer | undefined {
  const size = fixedBytes[type & ~multiple]
  const isMultiple = (type & multiple) !== 0
  const count = size === undefined || isMultiple ? takeNumber(reader) : 1
  if (count === undefined || count > propertiesMax) return undefined
  let first: Buffer | undefined
  for (let index = 0; index < count; index++) {
    const length = size ?? takeNumber(reader)
    if (length === undefined || reader.at + length > reader.block.length) return undefined
    first ??= reader.block.subarray(reader.at, reader.at + length)
    reader.at += padded(length)
  }
  return first ?? Buffer.alloc(0)
}

function takeNumber(reader: Reader): number | undefined {
  if (reader.at + 4 > reader.block.length) return undefined
  reader.at += 4
  return reader.block.readUInt32LE(reader.at - 4)
}

function padded(length: number): number {
  return length + ((4 - (length % 4)) % 4)
}

function untilNul(text: string): string {
  return text.split('\0', 1)[0] ?? ''
}
