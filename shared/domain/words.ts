/** Longer words are found by their beginning. */
const wordCharactersMax = 40

/** Scripts that put no blanks between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]+/gu

/**
 * The words of a text as they are looked for: letter case, accents and width aside, each once, in their order.
 * Of scripts without blanks every two neighbouring characters are a word.
 */
export function wordsOf(text: string): string[] {
  const words = folded(text)
    .split(/[^\p{L}\p{N}ー]+/u)
    .flatMap(part => [...(part.match(unspaced) ?? []).flatMap(pairsOf), ...part.split(unspaced)])
    .filter(word => word !== '')
    .map(word => [...word].slice(0, wordCharactersMax).join(''))
  return [...new Set(words)]
}

/** The number that a text as a whole is the reference of: `TCK-1042`, `[tck-1042]`, `#1042`, `1042`. */
export function referenceIn(text: string): { prefix: string; number: number } | undefined {
  const [, prefix, digits] =
    /^[\s"'“”‘’«»„()[\]#]*((?:.{0,19}[^\d#])?)#?([1-9]\d{0,8})[\s"'“”‘’«»()[\].,:;]*$/u.exec(text) ?? []
  return prefix === undefined || digits === undefined ? undefined : { prefix, number: Number(digits) }
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase().replaceAll('ß', 'ss')
}

function pairsOf(run: string): string[] {
  const characters = [...run]
  if (characters.length === 1) return [run]
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}
