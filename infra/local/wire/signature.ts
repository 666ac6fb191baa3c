import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { S3Error } from './answers.ts'
import { queryValue, type S3Request } from './request.ts'

/** The one secret on this machine; the access key id tells who calls and may be any. */
export const localSecretAccessKey = 'docket-local'

const longestExpirySeconds = 604_800

/** The parts of a call that its signature covers. */
export type SignedCall = Pick<S3Request, 'method' | 'rawPath' | 'query' | 'headers'>

interface Claim {
  credential: string
  date: string
  signedHeaders: string[]
  signature: string
  payloadHash: string
  query: S3Request['query']
}

/** Verifies the signature in a call's headers or, for a presigned URL, its query; answers the access key id. */
export function verifySignature(request: SignedCall, now: Date): string {
  const presigned = queryValue(request.query, 'x-amz-signature') !== undefined
  const claim = presigned ? readPresigned(request, now) : readHeaderClaim(request)
  const unsigned = Object.keys(request.headers).some(
    name => name.startsWith('x-amz-') && !claim.signedHeaders.includes(name),
  )
  if (unsigned) {
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed')
  }
  const canonical = [
    request.method,
    request.rawPath,
    canonicalQuery(claim.query),
    ...claim.signedHeaders.map(name => `${name}:${canonicalHeader(request.headers[name] ?? '')}`),
    '',
    claim.signedHeaders.join(';'),
    claim.payloadHash,
  ].join('\n')
  const scope = claim.credential.split('/').slice(1).join('/')
  const digest = createHash('sha256').update(canonical).digest('hex')
  const toSign = `AWS4-HMAC-SHA256\n${claim.date}\n${scope}\n${digest}`
  return verifySigned(toSign, claim.credential, claim.signature)
}

/** Verifies that a text was signed under a SigV4 credential with the local secret; answers the access key id. */
export function verifySigned(text: string, credential: string, signature: string): string {
  const [accessKeyId, ...scope] = credential.split('/')
  if (accessKeyId === undefined || accessKeyId === '' || scope.length !== 4 || scope[3] !== 'aws4_request') {
    throw new S3Error('InvalidRequest', 'The credential is mal-formed')
  }
  const key = scope.reduce<Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    Buffer.from(`AWS4${localSecretAccessKey}`),
  )
  const expected = Buffer.from(createHmac('sha256', key).update(text).digest('hex'))
  const given = Buffer.from(signature)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    const message = 'The request signature we calculated does not match the signature you provided.'
    throw new S3Error('SignatureDoesNotMatch', message)
  }
  return accessKeyId
}

function readHeaderClaim(request: SignedCall): Claim {
  const authorization = request.headers.authorization
  if (authorization === undefined) throw new S3Error('AccessDenied', 'Access Denied')
  const read = (name: string): string => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? ''
  return {
    credential: read('Credential'),
    date: request.headers['x-amz-date'] ?? '',
    signedHeaders: read('SignedHeaders').split(';'),
    signature: read('Signature'),
    payloadHash: request.headers['x-amz-content-sha256'] ?? '',
    query: request.query,
  }
}

function readPresigned(request: SignedCall, now: Date): Claim {
  const read = (name: string): string => queryValue(request.query, name) ?? ''
  const expirySeconds = Number(read('x-amz-expires'))
  if (!(expirySeconds >= 1 && expirySeconds <= longestExpirySeconds)) {
    throw new S3Error('AccessDenied', 'X-Amz-Expires must be between 1 and 604800 seconds')
  }
  const signedAt = instantOf(read('x-amz-date'))
  if (!(now.getTime() <= signedAt + expirySeconds * 1000)) {
    throw new S3Error('AccessDenied', 'Request has expired')
  }
  return {
    credential: read('x-amz-credential'),
    date: read('x-amz-date'),
    signedHeaders: read('x-amz-signedheaders').split(';'),
    signature: read('x-amz-signature'),
    payloadHash: read('x-amz-content-sha256') || 'UNSIGNED-PAYLOAD',
    query: request.query.filter(([name]) => name.toLowerCase() !== 'x-amz-signature'),
  }
}

/** `20261124T020504Z` as milliseconds; NaN for anything else. */
function instantOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

function canonicalQuery(query: S3Request['query']): string {
  const pairs = query.map(([name, value]) => [encode(name), encode(value)] as const)
  pairs.sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

function canonicalHeader(value: string): string {
  return value.trim().replace(/\s+/g, ' ')
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
