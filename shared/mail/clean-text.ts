/** Control and format characters (Unicode Cc, Cf) and line separators: what hides or reorders text. */
const hidden = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** One visible line of at most `lengthMax` characters: no control or format character, no surrogate half. */
export function visibleLine(text: string, lengthMax: number): string {
  const line = text
    .slice(0, lengthMax * 4)
    .replace(/[\t\r\n\u2028\u2029]+/g, ' ')
    .replace(hidden, '')
  return cutWhole(line.toWellFormed().trim(), lengthMax)
}

/** One line for a header value: line breaks become a space, other controls go, format characters stay. */
export function headerLine(text: string, lengthMax = 998): string {
  const cut = text.slice(0, lengthMax * 4)
  const line = cut.replace(/[\r\n\u0085\u2028\u2029\t\v\f]+/g, ' ').replace(/\p{Cc}/gu, '')
  return cutWhole(line.toWellFormed().trim(), lengthMax)
}

/** The first `lengthMax` UTF-16 units, never half a surrogate pair. */
export function cutWhole(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  const last = text.charCodeAt(lengthMax - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? lengthMax - 1 : lengthMax)
}
