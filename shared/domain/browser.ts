/** What a session was begun with, as people call it; neither where it cannot be told. */
export interface BrowserWords {
  browser?: string
  system?: string
}

/** Every browser also claims to be those further down, which is why the order matters. */
const browsers: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/\S+.*\bSafari\//, 'Safari'],
]

const systems: readonly [RegExp, string][] = [
  [/\bWindows\b/, 'Windows'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\b(?:Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** Longer headers are nobody's browser. */
const charactersMax = 1_000

/** The family of a browser and its system, from a User-Agent header: names of ours, never words of the header's. */
export function browserOf(userAgent: string | undefined): BrowserWords {
  if (userAgent === undefined || userAgent.length > charactersMax) return {}
  const [browser, system] = [nameIn(browsers, userAgent), nameIn(systems, userAgent)]
  return { ...(browser === undefined ? {} : { browser }), ...(system === undefined ? {} : { system }) }
}

function nameIn(names: readonly [RegExp, string][], userAgent: string): string | undefined {
  return names.find(([pattern]) => pattern.test(userAgent))?.[1]
}
