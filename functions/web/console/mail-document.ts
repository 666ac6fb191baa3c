import type { Entry } from '../../../shared/domain/timeline.ts'

/** Quiet defaults below whatever the mail brings; on white, as mails are written for. */
const baseStyle = `
  html { color-scheme: light; background: #fff; color: #1c2430; }
  body { margin: 16px; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
  img, table { max-width: 100%; } img { height: auto; }
  blockquote { margin: 0 0 0 8px; padding-left: 12px; border-left: 3px solid #d5dbe4; }
  pre { white-space: pre-wrap; }
`

/**
 * A mail's formatted body as a document of its own, for a sandboxed frame. The body is trusted no further than
 * its sanitising: the frame's policy allows no script, no form, and no address but ours.
 */
export function mailDocument(
  entry: Entry,
  imageHref: (attachmentId: string) => string,
  { remoteImages = false }: { remoteImages?: boolean } = {},
): string {
  const html = remoteImages ? withRemoteImages(entry.html) : entry.html
  const body = html === undefined ? `<pre>${escaped(entry.text)}</pre>` : withImages(entry, html, imageHref)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mail</title><style>${baseStyle}</style><body>${body}`
}

/** Whether a mail names images that lie elsewhere: to load them tells their owner that it was read, and where. */
export function hasRemoteImages({ html = '' }: Pick<Entry, 'html'>): boolean {
  return html.includes(remoteImage)
}

/** As the sanitiser writes it: a quote in a text would be an entity. */
const remoteImage = ' data-remote-src="https://'

function withRemoteImages(html: string | undefined): string | undefined {
  return html?.replaceAll(remoteImage, ' src="https://')
}

/** Points `cid:` images at the entry's own attachments; one that it does not have stays broken. */
function withImages(entry: Entry, html: string, hrefOf: (attachmentId: string) => string): string {
  return html.replace(/\bsrc="cid:([^"]{1,500})"/gi, (whole, written: string) => {
    const contentId = decoded(written)
    const image = entry.attachments.find(attachment => attachment.contentId === contentId)
    return image === undefined ? whole : `src="${escaped(hrefOf(image.id))}"`
  })
}

function decoded(written: string): string {
  const plain = written.replaceAll('&amp;', '&')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
