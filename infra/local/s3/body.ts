import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { S3Error } from '../wire/answers.ts'

type ReadHeader = (name: string) => string | undefined

const checksums: Record<string, (body: Buffer) => string> = {
  'x-amz-checksum-crc32': crc32Base64,
  'x-amz-checksum-sha1': body => createHash('sha1').update(body).digest('base64'),
  'x-amz-checksum-sha256': body => createHash('sha256').update(body).digest('base64'),
  'content-md5': body => createHash('md5').update(body).digest('base64'),
}
const unknownChecksums = ['x-amz-checksum-crc32c', 'x-amz-checksum-crc64nvme']

/** Takes a body out of its aws-chunked framing, if any, and verifies every checksum that came with it. */
export function decodeBody(wireBody: Buffer, header: ReadHeader): Buffer {
  const sha256 = header('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD'
  const framed = sha256.startsWith('STREAMING-')
  if (framed && sha256 !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    throw new S3Error('NotImplemented', `${sha256} is not implemented here`)
  }
  const { body, trailers } = framed ? readFrames(wireBody) : { body: wireBody, trailers: new Map() }
  const announced = header('x-amz-decoded-content-length')
  if (framed && announced !== undefined && Number(announced) !== body.length) {
    throw new S3Error('IncompleteBody', 'The request body terminated unexpectedly')
  }
  const promised = header('x-amz-trailer')?.toLowerCase()
  if (promised !== undefined && !trailers.has(promised)) {
    throw new S3Error('InvalidRequest', 'The trailer that x-amz-trailer announces is missing')
  }
  verifyChecksums(body, name => trailers.get(name) ?? header(name))
  if (/^[\da-f]{64}$/.test(sha256) && createHash('sha256').update(body).digest('hex') !== sha256) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed."
    throw new S3Error('XAmzContentSHA256Mismatch', message)
  }
  return body
}

/** CRC32 as S3 writes it: big-endian, in base64. */
export function crc32Base64(body: Buffer): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body))
  return bytes.toString('base64')
}

function verifyChecksums(body: Buffer, header: ReadHeader): void {
  for (const name of unknownChecksums) {
    if (header(name) !== undefined) throw new S3Error('NotImplemented', `${name} is not implemented here`)
  }
  for (const [name, compute] of Object.entries(checksums)) {
    const claimed = header(name)
    if (claimed !== undefined && claimed !== compute(body)) {
      throw new S3Error('BadDigest', `The ${name} you specified did not match the calculated checksum.`)
    }
  }
}

function readFrames(wire: Buffer): { body: Buffer; trailers: Map<string, string> } {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const end = wire.indexOf('\r\n', at)
    const size = Number.parseInt(wire.toString('latin1', at, end), 16)
    if (end < 0 || Number.isNaN(size)) {
      throw new S3Error('IncompleteBody', 'The request body terminated unexpectedly')
    }
    at = end + 2
    if (size === 0) break
    chunks.push(wire.subarray(at, at + size))
    at += size + 2
  }
  const lines = wire
    .toString('latin1', at)
    .split('\r\n')
    .filter(line => line.includes(':'))
  const pairs = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { body: Buffer.concat(chunks), trailers: new Map(pairs) }
}
