import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stop as stopEsbuild } from 'esbuild'
import { bundleAll } from '../../bundle.ts'
import { CannotStart } from './folder.ts'

const projectDir = fileURLToPath(new URL('../../..', import.meta.url))
const sources = ['functions', 'shared', 'infra/parts.ts', 'infra/bundle.ts', 'package-lock.json']
const keptMs = 24 * 60 * 60 * 1000
let buildsRunning = 0

/** Bundles every function, unless that was done before from the very same sources; answers the folder of all. */
export async function freshBundles(outDir = join(projectDir, 'build', 'local')): Promise<string> {
  const folder = join(outDir, fingerprint())
  if (existsSync(folder)) return folder
  mkdirSync(outDir, { recursive: true })
  dropOld(outDir)
  // Built aside and then renamed: others may be starting from the same sources right now.
  const building = join(outDir, `building-${randomUUID()}`)
  try {
    buildsRunning += 1
    await bundleAll({ outDir: building })
    if (!existsSync(folder)) renameSync(building, folder)
  } catch {
    // Unless somebody else was faster. What is wrong, esbuild has said by itself.
    if (!existsSync(folder)) throw new CannotStart('The functions cannot be bundled, for the reasons above')
  } finally {
    buildsRunning -= 1
    // Its service would stay beside the desk with hundreds of megabytes.
    if (buildsRunning === 0) await stopEsbuild()
    rmSync(building, { recursive: true, force: true })
  }
  return folder
}

function fingerprint(): string {
  const hash = createHash('sha256').update(process.versions.node)
  for (const file of sources.flatMap(source => filesOf(source)).sort()) {
    hash.update(file).update(readFileSync(join(projectDir, file)))
  }
  return hash.digest('hex').slice(0, 20)
}

function filesOf(source: string): string[] {
  const path = join(projectDir, source)
  if (!statSync(path).isDirectory()) return [source]
  const inside = readdirSync(path, { recursive: true, withFileTypes: true })
  return inside
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(projectDir.length))
}

function dropOld(outDir: string): void {
  for (const name of readdirSync(outDir)) {
    const path = join(outDir, name)
    if (Date.now() - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true, force: true })
  }
}
