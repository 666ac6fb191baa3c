import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

/** How long a download link given to a signed-in person holds. */
const linkSeconds = 300

/** What is too large for the table: raw mail, long bodies, attachments. */
export class Files {
  readonly #client: S3Client
  readonly #bucket: string

  constructor(client: S3Client, bucket: string) {
    this.#client = client
    this.#bucket = bucket
  }

  async read(key: string): Promise<Uint8Array | undefined> {
    try {
      const answer = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }))
      return await answer.Body?.transformToByteArray()
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  }

  async write(key: string, content: Uint8Array, contentType: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: content, ContentType: contentType }),
    )
  }

  /** Deletes a file for good: every version of it that the bucket keeps. One that is not there is no error. */
  async erase(key: string): Promise<void> {
    await this.#eraseVersions(key, found => found === key)
  }

  /** The same for every file whose key begins so. */
  async eraseAll(prefix: string): Promise<void> {
    await this.#eraseVersions(prefix, () => true)
  }

  /** A page of a listing is as many as one deletion takes. */
  async #eraseVersions(prefix: string, isMeant: (key: string) => boolean): Promise<void> {
    let marks: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> | undefined = {}
    while (marks !== undefined) {
      const page: ListObjectVersionsCommandOutput = await this.#client.send(
        new ListObjectVersionsCommand({ Bucket: this.#bucket, Prefix: prefix, ...marks }),
      )
      const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(
        ({ Key: key, VersionId: version }) =>
          key !== undefined && isMeant(key) ? [{ Key: key, ...(version && { VersionId: version }) }] : [],
      )
      if (objects.length > 0) {
        const answer = await this.#client.send(
          new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects: objects, Quiet: true } }),
        )
        const [failed] = answer.Errors ?? []
        if (failed !== undefined) throw new Error(`S3 did not delete ${failed.Key}: ${failed.Code}`)
      }
      marks = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined
    }
  }

  /** A link that downloads the file under a name for five minutes; browsers never show it in place. */
  async downloadLink(key: string, name: string, contentType: string): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.#bucket,
      Key: key,
      ResponseContentDisposition: attachmentDisposition(name),
      ResponseContentType: contentType,
    })
    return await getSignedUrl(this.#client, command, { expiresIn: linkSeconds })
  }
}

/** RFC 6266, with the RFC 8187 form for names beyond ASCII. */
function attachmentDisposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
