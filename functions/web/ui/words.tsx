/** `https://…` up to a space, a bracket or a quote; the end of a sentence is not part of it. */
const link = /https?:\/\/[^\s<>"'()[\]{}]+/g

/** What a person wrote: text as it is, with the addresses in it made links. Nothing in it is markup. */
export function Words({ text, empty }: { text: string; empty: string }) {
  if (text.trim() === '') return empty === '' ? null : <p class="words faint">{empty}</p>
  return (
    <div class="words">{piecesOf(text).map(piece => (isLink(piece) ? <Outward url={piece} /> : piece))}</div>
  )
}

/** The text cut at its links; joined again it is the same text. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = []
  let at = 0
  for (const found of text.matchAll(link)) {
    const url = withoutTail(found[0])
    pieces.push(text.slice(at, found.index), url)
    at = found.index + url.length
  }
  return [...pieces, text.slice(at)].filter(piece => piece !== '')
}

function Outward({ url }: { url: string }) {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {url}
    </a>
  )
}

function isLink(piece: string): boolean {
  return /^https?:\/\//.test(piece) && URL.canParse(piece)
}

/** By hand: `/[.,;:!?]+$/` costs quadratic time on a line of dots. */
function withoutTail(url: string): string {
  let end = url.length
  while (end > 0 && '.,;:!?*_'.includes(url.charAt(end - 1))) end -= 1
  return url.slice(0, end)
}
