import { routes } from '../routes.ts'
import { useStrings } from '../strings.ts'
import { ConsolePage } from '../ui/page.tsx'
import { TicketList, type TicketListProps } from './ticket-list.tsx'

/** All tickets of the desk: the console's first page. */
export function TicketsPage(props: Omit<TicketListProps, 'href'>) {
  const strings = useStrings()
  return (
    <ConsolePage view={props.view} title={strings.tickets.title} section="tickets">
      <div class="head">
        <h1>{strings.tickets.title}</h1>
      </div>
      <TicketList {...props} href={query => routes.tickets.href({}, query)} />
    </ConsolePage>
  )
}
