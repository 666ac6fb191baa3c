/** A colour, beside words that say the same. */
export function Swatch({ color }: { color: string }) {
  return (
    <span class="swatch">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        <circle cx="8" cy="8" r="6" fill={color} />
      </svg>
      <code>{color}</code>
    </span>
  )
}
