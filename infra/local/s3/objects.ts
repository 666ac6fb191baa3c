import { createHash, randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readdirSync, readSync, renameSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { monotonicFactory } from 'ulid'
import { S3Error } from '../wire/answers.ts'

/** What S3 keeps of one version of an object besides its bytes. */
export interface ObjectInfo {
  key: string
  size: number
  /** MD5 in quotes, as S3 writes it. */
  etag: string
  lastModified: string
  /** Header names in lower case: content-type, content-disposition, x-amz-meta-… */
  headers: Record<string, string>
  /** A version without bytes, which says that the object was deleted. */
  isDeleteMarker?: true
}

export interface ObjectVersion extends ObjectInfo {
  versionId: string
}

const longestHeadBytes = 65_536
const longestKeyBytes = 1024
/** What S3 calls the version of an object from before its bucket kept versions. */
const versionBefore = 'null'

/**
 * One versioned bucket in one folder. Each version is one file, its description in JSON on the first line and its
 * bytes after it, so that one rename makes both true; the newest is the object. File names are hashes of keys and
 * ids of versions: no key can leave the folder.
 */
export class BucketFolder {
  readonly name: string
  readonly #folder: string
  /** Oldest first, never empty. */
  readonly #versions = new Map<string, ObjectVersion[]>()
  readonly #nextVersionId = monotonicFactory()

  constructor(dataDir: string, name: string) {
    this.name = name
    this.#folder = join(dataDir, name)
    mkdirSync(this.#folder, { recursive: true })
    for (const file of readdirSync(this.#folder).sort()) {
      if (file.endsWith('.tmp')) rmSync(join(this.#folder, file))
      else {
        const [, versionId = versionBefore] = file.split('.')
        this.#remember({ ...readHead(join(this.#folder, file)), versionId })
      }
    }
  }

  info(key: string, versionId?: string): ObjectVersion | undefined {
    const versions = this.#versions.get(key) ?? []
    const found =
      versionId === undefined ? versions.at(-1) : versions.find(one => one.versionId === versionId)
    return found?.isDeleteMarker === true ? undefined : found
  }

  /** Keys in S3's order, which is that of their UTF-8 bytes. */
  infos(prefix = ''): ObjectVersion[] {
    return this.#keys(prefix).flatMap(key => this.info(key) ?? [])
  }

  /** Every version and delete marker, those of one key newest first. */
  versions(prefix = ''): (ObjectVersion & { isLatest: boolean })[] {
    return this.#keys(prefix).flatMap(key =>
      (this.#versions.get(key) ?? [])
        .toReversed()
        .map((version, index) => ({ ...version, isLatest: index === 0 })),
    )
  }

  async read(key: string, versionId?: string): Promise<{ info: ObjectVersion; body: Buffer } | undefined> {
    const info = this.info(key, versionId)
    if (info === undefined) return undefined
    const file = await readFile(this.#path(info)).catch(() => undefined)
    return file && { info, body: file.subarray(file.indexOf(0x0a) + 1) }
  }

  async write(key: string, body: Buffer, headers: Record<string, string>, at: Date): Promise<ObjectVersion> {
    if (key === '') throw new S3Error('InvalidArgument', 'A key cannot be empty')
    if (Buffer.byteLength(key) > longestKeyBytes) throw new S3Error('KeyTooLongError', 'Your key is too long')
    const etag = `"${createHash('md5').update(body).digest('hex')}"`
    return await this.#add({ key, size: body.length, etag, lastModified: at.toISOString(), headers }, body)
  }

  /** Covers the object with a delete marker; its versions stay. */
  async delete(key: string, at: Date): Promise<ObjectVersion> {
    const marker = { key, size: 0, etag: '', lastModified: at.toISOString(), headers: {} }
    return await this.#add({ ...marker, isDeleteMarker: true }, Buffer.alloc(0))
  }

  /** Deletes one version for good. */
  erase(key: string, versionId: string): void {
    const versions = this.#versions.get(key) ?? []
    const left = versions.filter(one => one.versionId !== versionId)
    if (left.length === versions.length) return
    if (left.length === 0) this.#versions.delete(key)
    else this.#versions.set(key, left)
    rmSync(this.#path({ key, versionId }), { force: true })
  }

  async #add(info: ObjectInfo, body: Buffer): Promise<ObjectVersion> {
    const head = Buffer.from(`${JSON.stringify(info)}\n`)
    if (head.length > longestHeadBytes) throw new S3Error('InvalidArgument', 'Your metadata is too large')
    const temporary = join(this.#folder, `${randomUUID()}.tmp`)
    await writeFile(temporary, Buffer.concat([head, body]))
    // Only now: of two that write at once, the one that ends last is the newest.
    const version = { ...info, versionId: this.#nextVersionId() }
    renameSync(temporary, this.#path(version))
    this.#remember(version)
    return version
  }

  #remember(version: ObjectVersion): void {
    this.#versions.set(version.key, [...(this.#versions.get(version.key) ?? []), version])
  }

  #keys(prefix: string): string[] {
    const found = [...this.#versions.keys()].filter(key => key.startsWith(prefix))
    return found.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
  }

  #path({ key, versionId }: Pick<ObjectVersion, 'key' | 'versionId'>): string {
    const hash = createHash('sha256').update(key).digest('hex')
    return join(this.#folder, versionId === versionBefore ? hash : `${hash}.${versionId}`)
  }
}

function readHead(path: string): ObjectInfo {
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(longestHeadBytes)
    const length = readSync(file, head, 0, longestHeadBytes, 0)
    return JSON.parse(head.toString('utf8', 0, head.subarray(0, length).indexOf(0x0a)))
  } finally {
    closeSync(file)
  }
}
