import type { Verdicts } from '../../../shared/domain/inbound-mail.ts'
import { useStrings } from '../strings.ts'

/** What the mail system found of a mail, in words. */
export function VerdictList({ verdicts }: { verdicts: Verdicts }) {
  const words = useStrings().quarantine
  return (
    <ul class="checks" aria-label={words.verdicts}>
      {(['spf', 'dkim', 'dmarc', 'spam', 'virus'] as const).map(check => (
        <li class={`check check-${verdicts[check].toLowerCase()}`}>
          {words.check[check]}: {words.verdict[verdicts[check]]}
        </li>
      ))}
    </ul>
  )
}
