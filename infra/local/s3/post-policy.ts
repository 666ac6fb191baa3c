import { S3Error } from '../wire/answers.ts'

interface PolicyInput {
  /** Form fields, names in lower case. */
  fields: Map<string, string>
  bucket: string
  /** Bytes of the file. */
  size: number
  now: Date
}

/** Holds a form against its policy (base64 JSON) as S3 does; throws S3Error for the first thing not allowed. */
export function checkPolicy(policyBase64: string, input: PolicyInput): void {
  const policy = parsePolicy(policyBase64)
  if (!(input.now.getTime() < Date.parse(policy.expiration))) throw denied('Policy expired.')
  const fields = new Map(input.fields)
  fields.set('bucket', input.bucket)
  const covered = new Set<string>()
  for (const condition of policy.conditions) {
    for (const field of checkCondition(condition, fields, input.size)) covered.add(field)
  }
  const extra = [...input.fields.keys()].filter(name => !covered.has(name) && !needsNoCondition(name))
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`)
}

function needsNoCondition(field: string): boolean {
  return field === 'policy' || field === 'x-amz-signature' || field.startsWith('x-ignore-')
}

/** Answers the fields that the condition speaks of. */
function checkCondition(condition: unknown, fields: Map<string, string>, size: number): string[] {
  if (!Array.isArray(condition)) {
    if (typeof condition !== 'object' || condition === null) throw invalid()
    const pairs = Object.entries(condition)
    for (const [name, value] of pairs) {
      if (fields.get(name.toLowerCase()) !== value) throw failed(['eq', `$${name}`, value])
    }
    return pairs.map(([name]) => name.toLowerCase())
  }
  const [verb, first, second] = condition
  if (verb === 'content-length-range') {
    checkSize(size, Number(first), Number(second))
    return []
  }
  if (typeof first !== 'string' || typeof second !== 'string' || !first.startsWith('$')) throw invalid()
  const field = first.slice(1).toLowerCase()
  if (verb !== 'eq' && verb !== 'starts-with') throw invalid()
  if (!holds(verb, fields.get(field), second)) throw failed(condition)
  return [field]
}

function holds(verb: 'eq' | 'starts-with', value: string | undefined, expected: string): boolean {
  if (value === undefined) return false
  return verb === 'eq' ? value === expected : value.startsWith(expected)
}

function checkSize(size: number, smallest: number, largest: number): void {
  if (!(size >= smallest)) {
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size')
  }
  if (!(size <= largest)) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
  }
}

function parsePolicy(base64: string): { expiration: string; conditions: unknown[] } {
  const policy = parseJson(Buffer.from(base64, 'base64').toString())
  if (typeof policy !== 'object' || policy === null) throw invalid()
  if (!('expiration' in policy && typeof policy.expiration === 'string')) throw invalid()
  if (!('conditions' in policy && Array.isArray(policy.conditions))) throw invalid()
  return { expiration: policy.expiration, conditions: policy.conditions }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid()
  }
}

function invalid(): S3Error {
  return new S3Error('InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.')
}

function failed(condition: unknown[]): S3Error {
  return denied(`Policy Condition failed: ${JSON.stringify(condition)}`)
}

function denied(reason: string): S3Error {
  return new S3Error('AccessDenied', `Invalid according to Policy: ${reason}`)
}
