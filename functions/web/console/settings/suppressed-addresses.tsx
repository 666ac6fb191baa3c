import * as z from 'zod'
import {
  listSuppressedAddresses,
  releaseSuppressedAddress,
} from '../../../../shared/use-cases/suppressed-addresses.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor } from '../../door.ts'
import { parseForm } from '../../form.ts'
import { routes } from '../../routes.ts'
import { SuppressedAddressesPage } from './suppressed-addresses-page.tsx'

const addressesOnPage = 50
const releaseForm = z.strictObject({})

/** Hangs up which addresses get no mail, and how to let mail to them go out again. */
export function hangSuppressedAddresses(door: ConsoleDoor): void {
  door.get(routes.suppressedAddresses, 'mail:read', async ({ desk, c, agent, view }) => {
    const cursor = c.req.query('cursor')
    const page = await listSuppressedAddresses(desk, agent, {
      limit: addressesOnPage,
      ...(cursor ? { cursor } : {}),
    })
    const released = c.req.query('released') === '1'
    return answerPage(c, <SuppressedAddressesPage view={view} {...page} released={released} />)
  })

  door.post(routes.releaseAddress, 'mail:write', async ({ desk, c, agent }, form) => {
    parseForm(releaseForm, form)
    await releaseSuppressedAddress(desk, agent, c.req.param('address') ?? '')
    return c.redirect(routes.suppressedAddresses.href({}, { released: 1 }), 303)
  })
}
