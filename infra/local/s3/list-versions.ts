import { element, S3Error, type WireAnswer, xmlAnswer } from '../wire/answers.ts'
import { queryValue, type S3Request } from '../wire/request.ts'
import type { BucketFolder, ObjectVersion } from './objects.ts'

const largestPage = 1000

/** Answers ListObjectVersions: prefix, max-keys and the two markers that a page goes on from. */
export function listVersions(bucket: BucketFolder, query: S3Request['query']): WireAnswer {
  const read = (name: string): string => queryValue(query, name) ?? ''
  const maxKeys = Math.min(Number(read('max-keys') || largestPage), largestPage)
  if (!(maxKeys >= 1)) throw new S3Error('InvalidArgument', 'max-keys must be a number above 0')
  const encoded = read('encoding-type') === 'url'
  const name = (text: string): string => (encoded ? encodeURIComponent(text).replaceAll('%2F', '/') : text)
  const after = { key: read('key-marker'), versionId: read('version-id-marker') }
  const left = bucket.versions(read('prefix')).filter(version => isBeyond(version, after))
  const page = left.slice(0, maxKeys)
  const last = left.length > page.length ? page.at(-1) : undefined
  const content = [
    element('Name', bucket.name),
    element('Prefix', name(read('prefix'))),
    element('MaxKeys', maxKeys),
    element('IsTruncated', String(last !== undefined)),
    encoded ? element('EncodingType', 'url') : '',
    last === undefined ? '' : element('NextKeyMarker', name(last.key)),
    last === undefined ? '' : element('NextVersionIdMarker', last.versionId),
    ...page.map(version => described(version, name)),
  ]
  return xmlAnswer(200, 'ListVersionsResult', content.join(''))
}

/** Keys go up, and the versions of one key, whose ids sort by time, go down. */
function isBeyond(version: ObjectVersion, after: { key: string; versionId: string }): boolean {
  const order = Buffer.compare(Buffer.from(version.key), Buffer.from(after.key))
  if (order !== 0) return order > 0
  if (after.versionId === '' || after.versionId === 'null') return false
  return version.versionId === 'null' || version.versionId < after.versionId
}

function described(version: ObjectVersion & { isLatest: boolean }, name: (key: string) => string): string {
  const { isDeleteMarker = false, isLatest, key, versionId, lastModified, etag, size } = version
  const root = isDeleteMarker ? 'DeleteMarker' : 'Version'
  const fields = [
    element('Key', name(key)),
    element('VersionId', versionId),
    element('IsLatest', String(isLatest)),
    element('LastModified', lastModified),
    ...(isDeleteMarker
      ? []
      : [element('ETag', etag), element('Size', size), element('StorageClass', 'STANDARD')]),
  ]
  return `<${root}>${fields.join('')}</${root}>`
}
