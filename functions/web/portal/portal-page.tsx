import type { Child } from 'hono/jsx'
import { assetHref } from '../assets/served.ts'
import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { PostForm } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { Document } from '../ui/page.tsx'
import type { PortalView } from './portal-view.ts'

export type PortalSection = 'tickets' | 'raise'

/** A page of the portal: the desk's name, where one can go, and who is signed in, if anybody is. */
export function PortalPage(props: {
  view: PortalView
  title: string
  section?: PortalSection
  children: Child
}) {
  const { view, title, section, children } = props
  return (
    <Document title={`${title} · ${view.deskName}`} now={view.now}>
      <header class="portal-bar">
        <Brand view={view} />
        {view.holder !== undefined && <Places view={view} section={section} />}
      </header>
      <main id="main" class="portal" tabindex={-1}>
        {children}
      </main>
    </Document>
  )
}

function Brand({ view }: { view: PortalView }) {
  const inside = (
    <>
      <img src={assetHref('icon')} alt="" width="24" height="24" />
      <span>{view.deskName}</span>
    </>
  )
  return view.holder === undefined ? (
    <p class="brand">{inside}</p>
  ) : (
    <a class="brand" href={routes.portal.href({})}>
      {inside}
    </a>
  )
}

function Places({ view, section }: { view: PortalView; section: PortalSection | undefined }) {
  const words = useStrings().portal
  const current = (name: PortalSection) => (name === section ? 'page' : undefined)
  return (
    <>
      <nav aria-label={words.nav}>
        <a class="button button-quiet" href={routes.portal.href({})} aria-current={current('tickets')}>
          {words.tickets}
        </a>
        <a
          class="button button-primary"
          href={routes.portalNewTicket.href({})}
          aria-current={current('raise')}
        >
          <Icon name="plus" />
          {words.raise}
        </a>
      </nav>
      <PostForm class="portal-out" action={routes.portalSignOut.href({})} token={view.formToken}>
        <span class="faint">
          <bdi>{words.signedInAs(view.holder?.name ?? '', view.holder?.clientName ?? '')}</bdi>
        </span>
        <button type="submit" class="button button-quiet">
          {words.signOut}
        </button>
      </PostForm>
    </>
  )
}
