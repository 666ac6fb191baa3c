import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes a file so that a reader, or a process killed at any moment, sees all of it or none. */
export function writeWhole(path: string, content: string | Buffer): void {
  const temporary = `${path}.${randomUUID()}.tmp`
  writeFileSync(temporary, content)
  renameSync(temporary, path)
}

/** A folder of small JSON files, each written whole, named by ids of ours. */
export class JsonFolder<Value> {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
    for (const file of readdirSync(folder)) {
      if (file.endsWith('.tmp')) rmSync(join(folder, file))
    }
  }

  write(id: string, value: Value): void {
    writeWhole(this.#path(id), JSON.stringify(value))
  }

  delete(id: string): void {
    rmSync(this.#path(id), { force: true })
  }

  readAll(): Value[] {
    const files = readdirSync(this.#folder).filter(file => file.endsWith('.json'))
    return files.map(file => JSON.parse(readFileSync(join(this.#folder, file), 'utf8')))
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`)
  }
}
