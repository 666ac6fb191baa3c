/** Text as it is laid out in the source, without the indentation; a line that ends in `\` runs on. */
export function prose(text: TemplateStringsArray): string {
  return text.join('').replace(/ +/g, ' ').replace(/\n /g, '\n').trim()
}
