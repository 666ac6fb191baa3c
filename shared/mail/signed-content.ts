/** Deeper structures are none of a signature. */
const depthMax = 20

const signedData = '2a864886f70d010702'
const plainData = '2a864886f70d010701'

/** One value of BER (X.690): its tag, its content, and where the next one begins. */
interface Value {
  tag: number
  content: Buffer
  end: number
}

/** The mail inside an opaque S/MIME signature (CMS SignedData, RFC 5652, 5.1), unverified; undefined for anything else. */
export function readSignedContent(content: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const [type, explicit] = childrenOf(readValue(bytes, 0, 0))
  if (type === undefined || explicit === undefined || type.content.toString('hex') !== signedData)
    return undefined
  const [signed] = childrenOf(explicit)
  const encapsulated = childrenOf(signed)[2]
  const [innerType, inner] = childrenOf(encapsulated)
  if (innerType?.content.toString('hex') !== plainData) return undefined
  const [octets] = childrenOf(inner)
  return octets && octetsOf(octets)
}

function octetsOf(value: Value, depth = 0): Buffer {
  const isConstructed = (value.tag & 0x20) !== 0
  if (!isConstructed || depth > depthMax) return value.content
  return Buffer.concat(childrenOf(value).map(piece => octetsOf(piece, depth + 1)))
}

function childrenOf(value: Value | undefined): Value[] {
  const children: Value[] = []
  if (value === undefined || (value.tag & 0x20) === 0) return children
  for (let at = 0; at < value.content.length; ) {
    const child = readValue(value.content, at, 0)
    if (child === undefined || (child.tag === 0 && child.content.length === 0)) break
    children.push(child)
    at = child.end
  }
  return children
}

/** A length of 0x80 means that the value ends at two zero bytes, after values of its own. */
function readValue(bytes: Buffer, at: number, depth: number): Value | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || depth > depthMax) return undefined
  if (first === 0x80) return readIndefinite(bytes, at, tag, depth)
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) return undefined
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes)
  const start = at + 2 + lengthBytes
  return start + length > bytes.length
    ? undefined
    : { tag, content: bytes.subarray(start, start + length), end: start + length }
}

function readIndefinite(bytes: Buffer, at: number, tag: number, depth: number): Value | undefined {
  let next = at + 2
  while (!(bytes[next] === 0 && bytes[next + 1] === 0)) {
    const child = readValue(bytes, next, depth + 1)
    if (child === undefined) return undefined
    next = child.end
  }
  return { tag, content: bytes.subarray(at + 2, next), end: next + 2 }
}
