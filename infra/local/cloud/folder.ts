import { accessSync, constants, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { MovableClock } from '../clock.ts'
import { writeWhole } from '../durable-files.ts'

/** Why the desk cannot start, in one line for whoever started it. */
export class CannotStart extends Error {}

export interface DataFolder {
  /** A folder or file of that name in it. */
  path(name: string): string
  release(): void
}

/** Takes a data folder for this process alone; what a killed process left of its lock is cleared away. */
export function openDataFolder(dataDir: string): DataFolder {
  const folder = resolve(dataDir)
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CannotStart(`Cannot write to the data folder ${folder} (${why}); set DATA_DIR to another`)
  }
  const lock = join(folder, 'docket.lock')
  takeLock(lock, folder)
  return { path: name => join(folder, name), release: () => rmSync(lock, { force: true }) }
}

/** The desk's clock, where it was left when the folder was last used. */
export function openClock(path: string): { clock: MovableClock; save(): void } {
  const clock = new MovableClock(readOffset(path))
  return { clock, save: () => writeWhole(path, JSON.stringify({ offsetMs: clock.offsetMs() })) }
}

function readOffset(path: string): number {
  try {
    const { offsetMs } = JSON.parse(readFileSync(path, 'utf8'))
    return Number.isFinite(offsetMs) ? offsetMs : 0
  } catch {
    return 0
  }
}

function takeLock(lock: string, folder: string): void {
  const holder = readHolder(lock)
  if (holder !== undefined && isSame(holder)) {
    throw new CannotStart(
      `The data folder ${folder} is in use by process ${holder.pid}; stop it, or set DATA_DIR to another`,
    )
  }
  // Two that clear the same stale lock at once are told apart by LevelDB's own lock on the table.
  writeWhole(lock, `${process.pid} ${startOf(process.pid)}\n`)
}

interface Holder {
  pid: number
  start: string
}

function readHolder(lock: string): Holder | undefined {
  try {
    const [pid = '', start = ''] = readFileSync(lock, 'utf8').trim().split(' ')
    return Number(pid) > 0 ? { pid: Number(pid), start } : undefined
  } catch {
    return undefined
  }
}

/** Pids are used again, above all in containers; the start time tells whether it is still the same process. */
function isSame({ pid, start }: Holder): boolean {
  const present = startOf(pid)
  if (present !== 'unknown') return present === start
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The process's start in clock ticks since boot on Linux, `gone` for none or a zombie; elsewhere `unknown`. */
function startOf(pid: number): string {
  if (process.platform !== 'linux') return 'unknown'
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'gone' : (fields[19] ?? 'unknown')
  } catch {
    return 'gone'
  }
}
