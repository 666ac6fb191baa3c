import { localeOf } from '../locale.ts'
import { useLanguage } from '../strings.ts'

/** `1.4 MB`, `1,4 MB`: writes sizes in the language of the page; decimal units, as file managers show them. */
export function useFileSize(): (bytes: number) => string {
  const locale = localeOf(useLanguage())
  return bytes => {
    const [size, unit, maximumFractionDigits] = sizeOf(bytes)
    return `${new Intl.NumberFormat(locale, { maximumFractionDigits }).format(size)} ${unit}`
  }
}

function sizeOf(bytes: number): [number, 'B' | 'kB' | 'MB', number] {
  if (bytes < 1_000) return [bytes, 'B', 0]
  if (bytes < 999_500) return [bytes / 1_000, 'kB', 0]
  return [bytes / 1_000_000, 'MB', 1]
}
