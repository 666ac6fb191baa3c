/** Only for parsing: no address of ours ever has this host. */
const nowhere = 'https://nowhere.invalid'

/** The path to go on to after sign-in: on this origin, or undefined whatever else was asked. */
export function safeNextPath(asked: string | undefined): string | undefined {
  if (asked === undefined || asked.length > 2_000) return undefined
  // A browser reads `\` as `/`, drops tabs and line ends, and takes `//host` for another site.
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked)) return undefined
  const url = URL.parse(asked, nowhere)
  if (url === null || url.origin !== nowhere || url.pathname.startsWith('//')) return undefined
  return `${url.pathname}${url.search}`
}
