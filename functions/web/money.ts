/** An amount as it is typed, such as `95` or `95.50`, in minor units of its currency; undefined for what is none. */
export function minorUnitsOf(typed: string, currency: string): number | undefined {
  const digits = digitsOf(currency)
  const [, whole = '', part = ''] = /^(\d{1,9})(?:[.,](\d{1,4}))?$/.exec(typed.trim()) ?? []
  if (whole === '' || part.length > digits) return undefined
  const amount = Number(whole + part.padEnd(digits, '0'))
  return amount <= 1_000_000_000 ? amount : undefined
}

/** Minor units as one types them. */
export function typedAmount({ amount, currency }: { amount: number; currency: string }): string {
  return (amount / 10 ** digitsOf(currency)).toFixed(digitsOf(currency))
}

/** `€95.50`, as the language writes it. */
export function shownAmount(
  { amount, currency }: { amount: number; currency: string },
  language: string,
): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(
    amount / 10 ** digitsOf(currency),
  )
}

/** How many digits its minor unit has: 2 for EUR, 0 for JPY. */
function digitsOf(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  )
}
