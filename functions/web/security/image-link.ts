import { createHmac, timingSafeEqual } from 'node:crypto'

/** A link lives for one to two of these, so that within one a page's links stay the same and are cached. */
const windowSeconds = 600

/** What makes a link to one image good for a while, without a cookie. */
export interface ImagePass {
  /** Seconds since 1970. */
  until: number
  mac: string
}

/**
 * Lets an image be loaded from a mail's sandboxed frame, whose requests carry no cookie. Given only to somebody
 * who may read the entry that the image stands in.
 */
export function passForImage(signingKey: string, attachmentId: string, now: string): ImagePass {
  const windows = Math.ceil(Date.parse(now) / 1_000 / windowSeconds) + 1
  const until = windows * windowSeconds
  return { until, mac: macOf(signingKey, attachmentId, until).toString('base64url') }
}

/** Whether a pass was given for this image and still holds; compared in constant time. */
export function isImagePass(signingKey: string, attachmentId: string, pass: ImagePass, now: string): boolean {
  if (!Number.isSafeInteger(pass.until) || pass.until * 1_000 < Date.parse(now)) return false
  const expected = macOf(signingKey, attachmentId, pass.until)
  const given = Buffer.from(pass.mac, 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function macOf(signingKey: string, attachmentId: string, until: number): Buffer {
  return createHmac('sha256', signingKey).update(`image:${attachmentId}:${until}`).digest()
}
