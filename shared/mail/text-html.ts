/** A web or mail address in running text; stops at blanks, quotes and angle brackets. */
const link = /\b(?:https?:\/\/|mailto:)[^\s<>"'\u00A0]{1,2000}/gi

/** Plain text as escaped paragraphs, http(s) and mailto addresses as links. */
export function textToHtml(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n(?:[ \t]*\n)+/)
    .filter(paragraph => paragraph.trim() !== '')
    .map(paragraph => `<p>${linkified(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('\n')
}

/** Text made safe as HTML content and as a quoted attribute value. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function linkified(text: string): string {
  let html = ''
  let end = 0
  for (const match of text.matchAll(link)) {
    const url = withoutPunctuation(match[0])
    if (!URL.canParse(url)) continue
    html += escapeHtml(text.slice(end, match.index))
    const href = escapeHtml(new URL(url).href)
    html += `<a href="${href}" rel="noopener noreferrer nofollow" target="_blank">${escapeHtml(url)}</a>`
    end = match.index + url.length
  }
  return html + escapeHtml(text.slice(end))
}

/** A full stop or a closing bracket after an address belongs to the sentence. */
function withoutPunctuation(url: string): string {
  let end = url.length
  while (end > 0 && '.,;:!?)]}'.includes(url.charAt(end - 1))) {
    if (url.charAt(end - 1) === ')' && url.slice(0, end).includes('(')) break
    end--
  }
  return url.slice(0, end)
}
