import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vitest/config'

/** Imports stylesheet, script and icon as text, as esbuild does for the real thing. */
export function textAssets(): Plugin {
  return {
    name: 'text-assets',
    enforce: 'pre',
    resolveId: async function (source, importer) {
      if (!isTextAsset(source)) return null
      const resolved = await this.resolve(source, importer, { skipSelf: true })
      // Another ending, so that no other plugin takes it for a stylesheet.
      return resolved === null ? null : `\0${resolved.id}.text-asset`
    },
    load: async id => {
      if (!id.endsWith('.text-asset')) return null
      const path = id.slice(1, -'.text-asset'.length)
      return `export default ${JSON.stringify(await readFile(path, 'utf8'))}`
    },
  }
}

function isTextAsset(source: string): boolean {
  return source.includes('/functions/') || source.startsWith('./')
    ? /\.(css|svg|client\.js)$/.test(source)
    : false
}
