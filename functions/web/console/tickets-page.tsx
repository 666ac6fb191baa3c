import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ConsolePage } from '../ui/page.tsx'
import { TicketList, type TicketListProps } from './ticket-list.tsx'

/** All tickets of the desk: the console's first page. */
export function TicketsPage(props: Omit<TicketListProps, 'href'> & { notFound?: string | undefined }) {
  const strings = useStrings()
  return (
    <ConsolePage view={props.view} title={strings.tickets.title} section="tickets">
      <div class="head">
        <h1>{strings.tickets.title}</h1>
      </div>
      {props.notFound !== undefined && (
        <p class="notice notice-error" role="alert">
          {strings.tickets.notFound(props.notFound)}
        </p>
      )}
      <TicketList {...props} href={query => routes.tickets.href({}, query)} />
    </ConsolePage>
  )
}
