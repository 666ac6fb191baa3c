import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { DeskError } from '../domain/errors.ts'

/** How long a download link given to a signed-in person holds. */
const linkSeconds = 300

/** A form that whoever has it may post one file with, straight to the bucket. */
export interface UploadForm {
  url: string
  /** To be sent before the file, which comes last under the name `file`. */
  fields: Record<string, string>
}

/** The beginning of a file, and what names this content of it. */
export interface FileStart {
  content: Uint8Array
  /** Bytes of the whole file. */
  bytes: number
  etag: string
}

export interface ListedFile {
  key: string
  storedAt: string
}

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

  /** The first bytes of a file that is not empty, a kilobyte unless told; undefined where it is not there. */
  async readStart(key: string, bytesMax = 1024): Promise<FileStart | undefined> {
    try {
      const answer = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: key, Range: `bytes=0-${bytesMax - 1}` }),
      )
      const content = (await answer.Body?.transformToByteArray()) ?? new Uint8Array()
      const [, whole] = /\/(\d+)$/.exec(answer.ContentRange ?? '') ?? []
      return {
        content,
        bytes: whole === undefined ? content.byteLength : Number(whole),
        etag: answer.ETag ?? '',
      }
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  }

  /** When a file was stored; undefined where it is not there. */
  async storedAt(key: string): Promise<string | undefined> {
    try {
      const { LastModified } = await this.#client.send(
        new HeadObjectCommand({ Bucket: this.#bucket, Key: key }),
      )
      return LastModified?.toISOString()
    } catch (error) {
      if (error instanceof S3ServiceException && ['NotFound', 'NoSuchKey'].includes(error.name))
        return undefined
      throw error
    }
  }

  /** Up to a thousand files in the order of their keys, beginning behind one; `next` is absent at the end. */
  async list(after?: string): Promise<{ files: ListedFile[]; next?: string }> {
    const { Contents = [], IsTruncated } = await this.#client.send(
      new ListObjectsV2Command({ Bucket: this.#bucket, StartAfter: after }),
    )
    const files = Contents.flatMap(({ Key, LastModified }) =>
      Key === undefined || LastModified === undefined
        ? []
        : [{ key: Key, storedAt: LastModified.toISOString() }],
    )
    const last = files.at(-1)
    return { files, ...(IsTruncated && last !== undefined ? { next: last.key } : {}) }
  }

  async write(key: string, content: Uint8Array, contentType: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: content, ContentType: contentType }),
    )
  }

  /** Copies this very content within the bucket; `write.conflict` where it was replaced or deleted since. */
  async copy(from: string, to: string, { etag, contentType }: { etag: string; contentType: string }) {
    try {
      await this.#client.send(
        new CopyObjectCommand({
          Bucket: this.#bucket,
          Key: to,
          CopySource: `${this.#bucket}/${from}`,
          CopySourceIfMatch: etag,
          MetadataDirective: 'REPLACE',
          ContentType: contentType,
        }),
      )
    } catch (error) {
      if (error instanceof S3ServiceException && ['PreconditionFailed', 'NoSuchKey'].includes(error.name)) {
        throw new DeskError('write.conflict', 'The file was replaced or deleted at the same moment.')
      }
      throw error
    }
  }

  /** Deletes every version of every file whose key begins so and is not to be kept: nothing can be had back. */
  async erase(prefix: string, isKept: (key: string) => boolean = () => false): Promise<void> {
    let after: Pick<ListObjectVersionsCommandOutput, 'NextKeyMarker' | 'NextVersionIdMarker'> = {}
    do {
      const page: ListObjectVersionsCommandOutput = await this.#client.send(
        new ListObjectVersionsCommand({
          Bucket: this.#bucket,
          Prefix: prefix,
          KeyMarker: after.NextKeyMarker,
          VersionIdMarker: after.NextVersionIdMarker,
        }),
      )
      const doomed = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(
        ({ Key = '', VersionId }) => (isKept(Key) ? [] : [{ Key, VersionId }]),
      )
      await this.#deleteVersions(doomed)
      after = page.IsTruncated === true ? page : {}
    } while (after.NextKeyMarker !== undefined)
  }

  /** As `erase`, of the one file with this key. */
  async eraseFile(key: string): Promise<void> {
    await this.erase(key, found => found !== key)
  }

  /** A form that takes exactly so many bytes of one type, once or more often, until an instant. */
  async uploadForm(
    key: string,
    file: { bytes: number; contentType: string; until: string },
  ): Promise<UploadForm> {
    return await createPresignedPost(this.#client, {
      Bucket: this.#bucket,
      Key: key,
      Conditions: [['content-length-range', file.bytes, file.bytes]],
      Fields: { 'Content-Type': file.contentType },
      // Counted from the process's clock, which is not always the desk's: what is signed is the instant.
      Expires: (Date.parse(file.until) - Date.now()) / 1000,
    })
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

  async #deleteVersions(versions: readonly { Key: string; VersionId: string | undefined }[]): Promise<void> {
    if (versions.length === 0) return
    const answer = await this.#client.send(
      new DeleteObjectsCommand({
        Bucket: this.#bucket,
        Delete: { Objects: [...versions], Quiet: true },
      }),
    )
    const [failed] = answer.Errors ?? []
    if (failed !== undefined) throw new Error(`S3 did not delete a file: ${failed.Code ?? 'no reason given'}`)
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
