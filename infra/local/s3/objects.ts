import { createHash, randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readdirSync, readSync, renameSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { S3Error } from '../wire/answers.ts'

/** What S3 keeps of an object besides its bytes. */
export interface ObjectInfo {
  key: string
  size: number
  /** MD5 in quotes, as S3 writes it. */
  etag: string
  lastModified: string
  /** Header names in lower case: content-type, content-disposition, x-amz-meta-… */
  headers: Record<string, string>
}

const longestHeadBytes = 65_536
const longestKeyBytes = 1024

/**
 * One bucket in one folder. Each object is one file, its description in JSON on the first line and its bytes
 * after it, so that one rename makes both true. File names are hashes of keys: no key can leave the folder.
 */
export class BucketFolder {
  readonly name: string
  readonly #folder: string
  readonly #infos = new Map<string, ObjectInfo>()

  constructor(dataDir: string, name: string) {
    this.name = name
    this.#folder = join(dataDir, name)
    mkdirSync(this.#folder, { recursive: true })
    for (const file of readdirSync(this.#folder)) {
      if (file.endsWith('.tmp')) rmSync(join(this.#folder, file))
      else this.#remember(readHead(join(this.#folder, file)))
    }
  }

  info(key: string): ObjectInfo | undefined {
    return this.#infos.get(key)
  }

  /** Keys in S3's order, which is that of their UTF-8 bytes. */
  infos(prefix = ''): ObjectInfo[] {
    const found = [...this.#infos.values()].filter(info => info.key.startsWith(prefix))
    return found.sort((left, right) => Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)))
  }

  async read(key: string): Promise<{ info: ObjectInfo; body: Buffer } | undefined> {
    if (!this.#infos.has(key)) return undefined
    const file = await readFile(this.#path(key)).catch(() => undefined)
    if (file === undefined) return undefined
    const end = file.indexOf(0x0a)
    // The description comes from the file: a write that lands meanwhile must not pair with these bytes.
    const info: ObjectInfo = JSON.parse(file.toString('utf8', 0, end))
    return { info, body: file.subarray(end + 1) }
  }

  async write(key: string, body: Buffer, headers: Record<string, string>, at: Date): Promise<ObjectInfo> {
    if (key === '') throw new S3Error('InvalidArgument', 'A key cannot be empty')
    if (Buffer.byteLength(key) > longestKeyBytes) throw new S3Error('KeyTooLongError', 'Your key is too long')
    const etag = `"${createHash('md5').update(body).digest('hex')}"`
    const info = { key, size: body.length, etag, lastModified: at.toISOString(), headers }
    const head = Buffer.from(`${JSON.stringify(info)}\n`)
    if (head.length > longestHeadBytes) throw new S3Error('InvalidArgument', 'Your metadata is too large')
    const temporary = join(this.#folder, `${randomUUID()}.tmp`)
    await writeFile(temporary, Buffer.concat([head, body]))
    renameSync(temporary, this.#path(key))
    this.#remember(info)
    return info
  }

  delete(key: string): void {
    if (!this.#infos.delete(key)) return
    rmSync(this.#path(key), { force: true })
  }

  #remember(info: ObjectInfo): void {
    this.#infos.set(info.key, info)
  }

  #path(key: string): string {
    return join(this.#folder, createHash('sha256').update(key).digest('hex'))
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
