import { build, type Plugin } from 'esbuild'

/** How a source asks for a browser's file as text: `import script from './console.ts?text'`. */
export const asText = /\?text$/

/** A stylesheet, script or image as browsers get it: with all that it imports, minified. */
export async function browserFile(path: string): Promise<string> {
  if (path.endsWith('.svg')) return await textOf(path, { loader: { '.svg': 'copy' } })
  return await textOf(path, { bundle: true, minify: true, format: 'iife', target: 'es2022' })
}

/** Gives bundles the text of the browsers' files that they import. */
export const browserFiles: Plugin = {
  name: 'browser-files',
  setup: bundler => {
    bundler.onResolve({ filter: asText }, async ({ path, ...from }) => {
      const { resolveDir, kind } = from
      const resolved = await bundler.resolve(path.replace(asText, ''), { resolveDir, kind })
      return { path: resolved.path, namespace: 'browser-file', errors: resolved.errors }
    })
    bundler.onLoad({ filter: /.*/, namespace: 'browser-file' }, async ({ path }) => {
      return { contents: await browserFile(path), loader: 'text' }
    })
  },
}

async function textOf(path: string, options: Parameters<typeof build>[0]): Promise<string> {
  const { outputFiles = [] } = await build({
    entryPoints: [path],
    outdir: 'out',
    write: false,
    logLevel: 'error',
    ...options,
  })
  return outputFiles[0]?.text ?? ''
}
