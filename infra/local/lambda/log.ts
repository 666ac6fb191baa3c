import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const fileMaxBytes = 5 * 1024 * 1024
const shownMaxLength = 300

/** Told of each error a function logs, in one short line. */
export type ErrorListener = (functionName: string, line: string) => void

/** What one function writes, kept in `<folder>/<function>.log` and, when that is full, one file before it. */
export class FunctionLog {
  readonly #name: string
  readonly #path: string
  readonly #onError: ErrorListener
  #bytes: number

  constructor(folder: string, name: string, onError: ErrorListener = () => {}) {
    mkdirSync(folder, { recursive: true })
    this.#name = name
    this.#path = join(folder, `${name}.log`)
    this.#onError = onError
    this.#bytes = statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0
  }

  /** Takes every line of a process's output. */
  follow(output: Readable, isErrorOutput: boolean): void {
    createInterface({ input: output }).on('line', line => {
      this.#append(line)
      const error = errorIn(line, isErrorOutput)
      if (error !== undefined) this.#onError(this.#name, error.slice(0, shownMaxLength))
    })
  }

  /** Notes what the platform, not the function, has to say. */
  note(line: string): void {
    this.#append(line)
    this.#onError(this.#name, line.slice(0, shownMaxLength))
  }

  #append(line: string): void {
    if (this.#bytes > fileMaxBytes) {
      renameSync(this.#path, `${this.#path}.1`)
      this.#bytes = 0
    }
    appendFileSync(this.#path, `${line}\n`)
    this.#bytes += Buffer.byteLength(line) + 1
  }
}

/** Functions log JSON with a level; anything else on the error output is Node's own complaint. */
function errorIn(line: string, isErrorOutput: boolean): string | undefined {
  if (!line.startsWith('{')) return isErrorOutput && line.trim() !== '' ? line : undefined
  try {
    const { level, message, errorType, errorMessage, error } = JSON.parse(line)
    if (level !== 'ERROR' && level !== 'CRITICAL') return undefined
    const cause = errorMessage ?? error?.message
    const type = errorType ?? error?.name
    return [message, type, cause].filter(part => part !== undefined).join(': ')
  } catch {
    return isErrorOutput ? line : undefined
  }
}
