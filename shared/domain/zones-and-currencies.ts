const currencies = new Set(Intl.supportedValuesOf('currency'))

/** The IANA names of the time zones, for a list to choose from. */
export const timeZones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')]

/** The ISO 4217 codes, for a list to choose from. */
export const currencyCodes: readonly string[] = [...currencies]

/** Whether it is the IANA name of a time zone; an offset such as `+01:00` knows no summer time and is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Whether it is the ISO 4217 code of a currency. */
export function isCurrency(code: string): boolean {
  return currencies.has(code)
}
