import type { Plugin } from 'vitest/config'
import { asText, browserFile } from '../../infra/browser-file.ts'

/** Imports stylesheet, script and icon as text, as the bundles do. */
export function textAssets(): Plugin {
  return {
    name: 'text-assets',
    enforce: 'pre',
    resolveId: async function (source, importer) {
      if (!asText.test(source)) return null
      const resolved = await this.resolve(source.replace(asText, ''), importer, { skipSelf: true })
      // Another ending, so that no other plugin takes it for what it is.
      return resolved === null ? null : `\0${resolved.id}.text-asset`
    },
    load: async id => {
      if (!id.endsWith('.text-asset')) return null
      return `export default ${JSON.stringify(await browserFile(id.slice(1, -'.text-asset'.length)))}`
    },
  }
}
