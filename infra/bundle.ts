import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { browserFiles } from './browser-file.ts'
import { bundling, type FunctionName, functions } from './parts.ts'

export interface BundleOptions {
  /** The folder that receives a folder per bundle; `build` in the project unless told. */
  outDir?: string
}

const projectDir = fileURLToPath(new URL('..', import.meta.url))

/** The folder a bundle is written to. */
export function bundleFolder(
  name: string,
  { outDir = join(projectDir, 'build') }: BundleOptions = {},
): string {
  return join(outDir, name)
}

/** Bundles one function of the parts list; answers the folder, whose handler is `index.handler`. */
export function bundleFunction(name: FunctionName, options: BundleOptions = {}): Promise<string> {
  return bundleEntry(name, functions[name].entry, options)
}

/** Bundles every function of the parts list. */
export async function bundleAll(options: BundleOptions = {}): Promise<void> {
  await Promise.all(Object.entries(functions).map(([name, { entry }]) => bundleEntry(name, entry, options)))
}

/** Bundles any entry file (relative to the project) in the way every function is bundled. */
export async function bundleEntry(name: string, entry: string, options: BundleOptions = {}): Promise<string> {
  const folder = bundleFolder(name, options)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  // The project is "type": "module"; without this Node here would read the bundle as something else than Lambda does.
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: moduleType[bundling.format] }))
  await build({
    ...bundling,
    mainFields: [...bundling.mainFields],
    entryPoints: [entry],
    outfile: join(folder, 'index.js'),
    // Paths inside the bundle are relative to here, so that its hash does not depend on who builds where.
    absWorkingDir: projectDir,
    plugins: [browserFiles],
    logLevel: 'error',
  })
  return folder
}

const moduleType = { cjs: 'commonjs', esm: 'module' }
