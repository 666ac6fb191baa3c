import { createHash } from 'node:crypto'
import script from '../client/console.ts?text'
import { routes } from '../routes.ts'
import stylesheet from '../styles/console.css?text'
import icon from './icon.svg?text'

interface Asset {
  name: string
  contentType: string
  text: string
}

/** The files a page loads, each under a name that changes with its content. */
export const assets = {
  stylesheet: asset('console', 'css', 'text/css; charset=utf-8', stylesheet),
  script: asset('console', 'js', 'text/javascript; charset=utf-8', script),
  icon: asset('icon', 'svg', 'image/svg+xml', icon),
}

/** Where a page finds one of its files. */
export function assetHref(which: keyof typeof assets): string {
  return routes.asset.href({ file: assets[which].name })
}

/** The file of this very name, hash included. */
export function assetNamed(name: string): Asset | undefined {
  return Object.values(assets).find(known => known.name === name)
}

function asset(name: string, extension: string, contentType: string, text: string): Asset {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return { name: `${name}.${hash}.${extension}`, contentType, text }
}
