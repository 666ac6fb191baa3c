import { element, emptyAnswer, S3Error, type WireAnswer, xmlAnswer } from '../wire/answers.ts'
import type { S3Request } from '../wire/request.ts'
import { verifySigned } from '../wire/signature.ts'
import { keptHeaders, type S3Ground } from './operations.ts'
import { checkPolicy } from './post-policy.ts'

/** A browser's form upload: its fields up to the file, names in lower case. */
export interface PostForm {
  fields: Map<string, string>
  file: Buffer
  accessKeyId: string
}

/** Reads the form of a presigned POST and lets in only what its signed policy allows. */
export async function readPost(request: S3Request, now: Date): Promise<PostForm> {
  const { fields, file, fileName } = await readForm(request)
  const policy = fields.get('policy')
  const signature = fields.get('x-amz-signature')
  if (policy === undefined || signature === undefined) throw new S3Error('AccessDenied', 'Access Denied')
  const accessKeyId = verifySigned(policy, fields.get('x-amz-credential') ?? '', signature)
  const key = fields.get('key')
  if (key === undefined) {
    throw new S3Error('InvalidArgument', "Bucket POST must contain a field named 'key'.")
  }
  fields.set('key', key.replaceAll('$' + '{filename}', fileName))
  checkPolicy(policy, { fields, bucket: request.bucket, size: file.length, now })
  return { fields, file, accessKeyId }
}

/** Stores the file of an admitted form; answers 204, or 200, 201 or a redirect where the form asks for it. */
export async function postObject(form: PostForm, ground: S3Ground): Promise<WireAnswer> {
  const { bucket } = ground
  const key = form.fields.get('key') ?? ''
  const info = await bucket.write(key, form.file, keptHeaders(Object.fromEntries(form.fields)), ground.now())
  ground.onObjectCreated(bucket.name, key)
  const redirect = form.fields.get('success_action_redirect')
  if (redirect !== undefined) return emptyAnswer(303, { location: redirect, etag: info.etag })
  const location = `/${bucket.name}/${encodeURIComponent(key)}`
  const status = form.fields.get('success_action_status')
  if (status === '200') return emptyAnswer(200, { location, etag: info.etag })
  if (status !== '201') return emptyAnswer(204, { location, etag: info.etag })
  const about = { Location: location, Bucket: bucket.name, Key: key, ETag: info.etag }
  const content = Object.entries(about).map(([name, text]) => element(name, text))
  const answer = xmlAnswer(201, 'PostResponse', content.join(''))
  return { ...answer, headers: { ...answer.headers, location, etag: info.etag } }
}

async function readForm(request: S3Request) {
  const type = request.headers['content-type'] ?? ''
  const form = await new Response(new Uint8Array(request.body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined)
  if (form === undefined) {
    throw new S3Error(
      'MalformedPOSTRequest',
      'The body of your POST request is not well-formed multipart/form-data.',
    )
  }
  const fields = new Map<string, string>()
  for (const [name, value] of form) {
    // S3 ignores what follows the file.
    if (name.toLowerCase() === 'file') {
      const file = typeof value === 'string' ? Buffer.from(value) : Buffer.from(await value.arrayBuffer())
      return { fields, file, fileName: typeof value === 'string' ? '' : value.name }
    }
    if (typeof value === 'string') fields.set(name.toLowerCase(), value)
  }
  throw new S3Error('InvalidArgument', 'POST requires exactly one file upload per request.')
}
