import { element, emptyAnswer, S3Error, unescapeXml, type WireAnswer, xmlAnswer } from '../wire/answers.ts'
import type { S3Request } from '../wire/request.ts'
import { crc32Base64 } from './body.ts'
import { listObjects, listObjectVersions } from './list.ts'
import type { BucketFolder, ObjectInfo } from './objects.ts'

/** What an operation works on. */
export interface S3Ground {
  bucket: BucketFolder
  /** Any bucket by name; throws NoSuchBucket. */
  findBucket: (name: string) => BucketFolder
  now: () => Date
  onObjectCreated: (bucket: string, key: string) => void
}

type Operation = (request: S3Request, ground: S3Ground) => Promise<WireAnswer> | WireAnswer

/** Each operation that this S3 knows, by its AWS name; presigned POST is `postObject`. */
export const operations: Record<string, Operation> = {
  PutObject: putObject,
  GetObject: getObject,
  HeadObject: headObject,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  CopyObject: copyObject,
  ListObjectsV2: (request, { bucket }) => listObjects(bucket, request.query),
  ListObjectVersions: (request, { bucket }) => listObjectVersions(bucket, request.query),
  HeadBucket: () => emptyAnswer(200),
}

/** The headers of a request that S3 keeps with the object. */
export function keptHeaders(headers: Record<string, string>): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  const names = ['content-type', 'content-disposition', 'content-language', 'cache-control', 'expires']
  for (const [name, value] of Object.entries(headers)) {
    if (names.includes(name) || name.startsWith('x-amz-meta-')) kept[name] = value
  }
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .filter(part => part.trim() !== 'aws-chunked')
  if (encoding.join('') !== '') kept['content-encoding'] = encoding.join(',')
  return kept
}

async function putObject(request: S3Request, ground: S3Ground): Promise<WireAnswer> {
  const { bucket, now, onObjectCreated } = ground
  const present = bucket.info(request.key)
  const onlyIf = request.headers['if-match']
  if ((request.headers['if-none-match'] === '*' && present) || (onlyIf && onlyIf !== present?.etag)) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
  }
  const info = await bucket.write(request.key, request.body, keptHeaders(request.headers), now())
  onObjectCreated(bucket.name, request.key)
  return emptyAnswer(200, { etag: info.etag, 'x-amz-checksum-crc32': crc32Base64(request.body) })
}

async function getObject(request: S3Request, { bucket }: S3Ground): Promise<WireAnswer> {
  const found = await bucket.read(request.key)
  if (found === undefined) throw noSuchKey()
  const { info, body } = found
  const headers = answerHeaders(info, request)
  if (request.headers['if-none-match'] === info.etag) return emptyAnswer(304, { etag: info.etag })
  if (request.headers['if-match'] !== undefined && request.headers['if-match'] !== info.etag) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
  }
  const range = readRange(request.headers.range, body.length)
  if (range !== undefined) {
    headers['content-range'] = `bytes ${range.first}-${range.last}/${body.length}`
    return { status: 206, headers, body: body.subarray(range.first, range.last + 1) }
  }
  if (request.headers['x-amz-checksum-mode'] === 'ENABLED') {
    headers['x-amz-checksum-crc32'] = crc32Base64(body)
    headers['x-amz-checksum-type'] = 'FULL_OBJECT'
  }
  return { status: 200, headers, body }
}

function headObject(request: S3Request, { bucket }: S3Ground): WireAnswer {
  const info = bucket.info(request.key)
  if (info === undefined) throw noSuchKey()
  return emptyAnswer(200, { ...answerHeaders(info, request), 'content-length': String(info.size) })
}

function deleteObject(request: S3Request, { bucket }: S3Ground): WireAnswer {
  bucket.delete(request.key)
  return emptyAnswer(204)
}

function deleteObjects(request: S3Request, { bucket }: S3Ground): WireAnswer {
  const text = request.body.toString()
  const keys = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(match => unescapeXml(match[1] ?? ''))
  if (keys.length === 0 || keys.length > 1000) {
    throw new S3Error('MalformedXML', 'The XML you provided was not well-formed')
  }
  for (const key of keys) bucket.delete(key)
  const quiet = /<Quiet>true<\/Quiet>/.test(text)
  const deleted = quiet ? [] : keys.map(key => `<Deleted>${element('Key', key)}</Deleted>`)
  return xmlAnswer(200, 'DeleteResult', deleted.join(''))
}

async function copyObject(request: S3Request, ground: S3Ground): Promise<WireAnswer> {
  const source = decodeURIComponent(request.headers['x-amz-copy-source'] ?? '').replace(/^\//, '')
  const slash = source.indexOf('/')
  const found = await ground.findBucket(source.slice(0, slash)).read(source.slice(slash + 1))
  if (found === undefined) throw noSuchKey()
  const replace = request.headers['x-amz-metadata-directive'] === 'REPLACE'
  const headers = replace ? keptHeaders(request.headers) : found.info.headers
  const info = await ground.bucket.write(request.key, found.body, headers, ground.now())
  ground.onObjectCreated(ground.bucket.name, request.key)
  const content = element('LastModified', info.lastModified) + element('ETag', info.etag)
  return xmlAnswer(200, 'CopyObjectResult', content)
}

function noSuchKey(): S3Error {
  return new S3Error('NoSuchKey', 'The specified key does not exist.')
}

function answerHeaders(info: ObjectInfo, request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {
    ...info.headers,
    etag: info.etag,
    'last-modified': new Date(info.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
  }
  for (const [name, value] of request.query) {
    const overridden = /^response-(content-[a-z]+|cache-control|expires)$/.exec(name)?.[1]
    if (overridden !== undefined) headers[overridden] = value
  }
  for (const value of Object.values(headers)) {
    if (/[^\t\x20-\x7e\xa0-\xff]/.test(value)) {
      throw new S3Error('InvalidArgument', 'Header value cannot be represented using ISO-8859-1.')
    }
  }
  return headers
}

function readRange(header: string | undefined, size: number): { first: number; last: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) return undefined
  const fromEnd = match[1] === ''
  const first = fromEnd ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const last = fromEnd || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  if (first >= size || last < first)
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable')
  return { first, last }
}
