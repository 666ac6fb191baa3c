import * as z from 'zod'
import { assertMay } from '../../../../shared/domain/actor.ts'
import { DeskError } from '../../../../shared/domain/errors.ts'
import { createApiKey, deleteApiKey, listApiKeys, readApiKey } from '../../../../shared/use-cases/api-keys.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor, Visit } from '../../door.ts'
import { attempt, parseForm, refusedForm } from '../../form.ts'
import { routes } from '../../routes.ts'
import { type FormState, freshForm } from '../../ui/form-state.ts'
import { clientOptions } from '../options.ts'
import { apiKeyForm } from './api-key-form.ts'
import { ApiKeyPage, ApiKeySecretPage, ApiKeysPage, NewApiKeyPage } from './api-keys-pages.tsx'

const keysOnPage = 50
const noFields = z.strictObject({})

/** Hangs up the keys of programs, for admins who see every client. */
export function hangApiKeys(door: ConsoleDoor): void {
  door.get(routes.apiKeys, 'settings:write', async ({ desk, c, agent, view }) => {
    const cursor = c.req.query('cursor')
    const page = await listApiKeys(desk, agent, { limit: keysOnPage, ...(cursor ? { cursor } : {}) })
    const revoked = c.req.query('revoked') === '1'
    return answerPage(c, <ApiKeysPage view={view} {...page} revoked={revoked} />)
  })

  door.get(routes.newApiKey, 'settings:write', visit => showNew(visit, freshForm(), 200))
  door.post(routes.newApiKey, 'settings:write', async (visit, form) => {
    const { desk, c, agent, view, strings } = visit
    const parsed = parseForm(apiKeyForm(strings, desk.now()), form)
    if (!parsed.ok) return await showNew(visit, parsed.state, 400)
    const { name, scopes, itflow, reach, expires } = parsed.data
    const input = {
      ...{ name, scopes, itflow },
      ...(reach && { clientIds: reach }),
      ...(expires !== undefined && { expiresAt: expires }),
    }
    const made = await attempt(createApiKey(desk, agent, input))
    if (made instanceof DeskError) {
      const isClient = made.code === 'request.invalid'
      const refused = isClient
        ? { values: form, errors: { reach: strings.agents.unknownClient } }
        : refusedForm(strings, form, made)
      return await showNew(visit, refused, 409)
    }
    // In this answer and nowhere else: no address leads to it, and no cache keeps it.
    return await answerPage(c, <ApiKeySecretPage view={view} {...made} />, 201)
  })

  door.get(routes.apiKey, 'settings:write', async visit => {
    const { desk, c, agent, view } = visit
    const apiKey = await readApiKey(desk, agent, idOf(visit))
    const options = apiKey.clientIds === undefined ? [] : await clientOptions(visit)
    const names = new Map(options.map(({ value, label }) => [value, label]))
    const clientNames = (apiKey.clientIds ?? []).map(id => names.get(id) ?? id)
    return answerPage(c, <ApiKeyPage view={view} apiKey={apiKey} clientNames={clientNames} />)
  })
  door.post(routes.apiKeyRevoke, 'settings:write', async (visit, form) => {
    parseForm(noFields, form)
    await deleteApiKey(visit.desk, visit.agent, idOf(visit))
    return visit.c.redirect(routes.apiKeys.href({}, { revoked: 1 }), 303)
  })
}

async function showNew(visit: Visit, form: FormState, status: 200 | 400 | 409): Promise<Response> {
  const { c, agent, view } = visit
  assertMay(agent, 'settings:write')
  const clients = await clientOptions(visit)
  return await answerPage(c, <NewApiKeyPage view={view} form={form} clients={clients} />, status)
}

function idOf({ c }: Visit): string {
  return c.req.param('keyId') ?? ''
}
