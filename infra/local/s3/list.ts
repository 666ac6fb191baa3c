import { element, S3Error, type WireAnswer, xmlAnswer } from '../wire/answers.ts'
import { queryValue, type S3Request } from '../wire/request.ts'
import type { BucketFolder, ObjectInfo } from './objects.ts'

const largestPage = 1000

interface Page {
  objects: ObjectInfo[]
  commonPrefixes: string[]
  /** The last key looked at, when more may follow. */
  resumeAfter: string | undefined
}

/** Answers ListObjectsV2: prefix, delimiter, start-after, max-keys and continuation. */
export function listObjects(bucket: BucketFolder, query: S3Request['query']): WireAnswer {
  const read = (name: string): string => queryValue(query, name) ?? ''
  const maxKeys = Math.min(Number(read('max-keys') || largestPage), largestPage)
  if (!(maxKeys >= 0)) throw new S3Error('InvalidArgument', 'max-keys must be a number')
  const token = read('continuation-token')
  const after = token === '' ? read('start-after') : Buffer.from(token, 'base64url').toString()
  const encoded = read('encoding-type') === 'url'
  const name = (text: string): string => (encoded ? encodeURIComponent(text).replaceAll('%2F', '/') : text)
  const page = readPage(bucket.infos(read('prefix')), read('prefix'), read('delimiter'), after, maxKeys)
  const next = page.resumeAfter
  const content = [
    element('Name', bucket.name),
    element('Prefix', name(read('prefix'))),
    element('MaxKeys', maxKeys),
    element('KeyCount', page.objects.length + page.commonPrefixes.length),
    element('IsTruncated', String(next !== undefined)),
    encoded ? element('EncodingType', 'url') : '',
    token === '' ? '' : element('ContinuationToken', token),
    next === undefined ? '' : element('NextContinuationToken', Buffer.from(next).toString('base64url')),
    ...page.objects.map(info => contents(info, name)),
    ...page.commonPrefixes.map(
      prefix => `<CommonPrefixes>${element('Prefix', name(prefix))}</CommonPrefixes>`,
    ),
  ]
  return xmlAnswer(200, 'ListBucketResult', content.join(''))
}

/** Answers ListObjectVersions as S3 does for a bucket without versions: the one of each object is called `null`. */
export function listObjectVersions(bucket: BucketFolder, query: S3Request['query']): WireAnswer {
  const read = (name: string): string => queryValue(query, name) ?? ''
  const maxKeys = Math.min(Number(read('max-keys') || largestPage), largestPage)
  if (!(maxKeys >= 0)) throw new S3Error('InvalidArgument', 'max-keys must be a number')
  const encoded = read('encoding-type') === 'url'
  const name = (text: string): string => (encoded ? encodeURIComponent(text).replaceAll('%2F', '/') : text)
  const page = readPage(bucket.infos(read('prefix')), read('prefix'), '', read('key-marker'), maxKeys)
  const next = page.resumeAfter
  const content = [
    element('Name', bucket.name),
    element('Prefix', name(read('prefix'))),
    element('KeyMarker', name(read('key-marker'))),
    element('MaxKeys', maxKeys),
    element('IsTruncated', String(next !== undefined)),
    encoded ? element('EncodingType', 'url') : '',
    next === undefined ? '' : element('NextKeyMarker', name(next)) + element('NextVersionIdMarker', 'null'),
    ...page.objects.map(info => version(info, name)),
  ]
  return xmlAnswer(200, 'ListVersionsResult', content.join(''))
}

function readPage(infos: ObjectInfo[], prefix: string, delimiter: string, after: string, max: number): Page {
  const page: Page = { objects: [], commonPrefixes: [], resumeAfter: undefined }
  let last = ''
  for (const info of infos) {
    const cut = delimiter === '' ? -1 : info.key.indexOf(delimiter, prefix.length)
    const common = cut < 0 ? undefined : info.key.slice(0, cut + delimiter.length)
    if (Buffer.compare(Buffer.from(info.key), Buffer.from(after)) <= 0) continue
    // A page that ended on a common prefix resumes after every key below it.
    if (common !== undefined && (common === after || common === page.commonPrefixes.at(-1))) continue
    if (page.objects.length + page.commonPrefixes.length === max) {
      if (max > 0) page.resumeAfter = last
      return page
    }
    if (common === undefined) page.objects.push(info)
    else page.commonPrefixes.push(common)
    last = common ?? info.key
  }
  return page
}

function contents(info: ObjectInfo, name: (key: string) => string): string {
  return `<Contents>${fieldsOf(info, name)}</Contents>`
}

function version(info: ObjectInfo, name: (key: string) => string): string {
  const which = element('VersionId', 'null') + element('IsLatest', 'true')
  return `<Version>${fieldsOf(info, name)}${which}</Version>`
}

function fieldsOf(info: ObjectInfo, name: (key: string) => string): string {
  const fields = [
    element('Key', name(info.key)),
    element('LastModified', info.lastModified),
    element('ETag', info.etag),
    element('Size', info.size),
    element('StorageClass', 'STANDARD'),
  ]
  return fields.join('')
}
