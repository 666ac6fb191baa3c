import { useStrings } from '../strings.ts'
import { ConsolePage, type Section } from '../ui/page.tsx'
import type { View } from '../ui/view.ts'

/** The header fields of a mail, as they stand in its raw form. */
export function HeadersPage(props: {
  view: View
  section: Section
  subject: string
  headers: string
  back: { href: string; label: string }
}) {
  const strings = useStrings()
  const title = strings.entry.headersTitle(props.subject)
  return (
    <ConsolePage view={props.view} title={title} section={props.section}>
      <p class="back">
        <a href={props.back.href}>{props.back.label}</a>
      </p>
      <h1>
        <bdi>{title}</bdi>
      </h1>
      <section class="raw-headers" tabindex={0} aria-label={strings.entry.headers}>
        <pre>{props.headers}</pre>
      </section>
    </ConsolePage>
  )
}
