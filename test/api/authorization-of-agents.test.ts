import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentRole, agentRoles, assertMay, mayDo, permissions } from '../../shared/domain/actor.ts'
import { changeAgent, createAgent } from '../../shared/use-cases/agents.ts'
import { makeSignInLink, readSession, signInWithLink } from '../../shared/use-cases/sign-in.ts'
import { admin } from '../support/desk.ts'
import { wholeTable } from '../support/whole-table.ts'
import { deedsAt } from './authorization/deeds.ts'
import { readTable } from './authorization/read-table.ts'
import { type Api, makeSite, openTestApi, type Site } from './door.ts'

const byRole = readTable('agents.md', ['permission', ...agentRoles])
const deedTable = readTable('deeds.md', ['deed', ...agentRoles, 'own', 'other'])
const people = [...agentRoles, 'own', 'other'] as const
type Who = (typeof people)[number]

let api: Api
let site: Site
let otherSite: Site
let sessions: Map<Who, { session: string; id: string }>
beforeAll(async () => {
  api = await openTestApi()
  site = await makeSite(api)
  otherSite = await makeSite(api)
  const signedIn = async (role: AgentRole, ...clientIds: string[]) => signIn(role, clientIds)
  sessions = new Map<Who, { session: string; id: string }>([
    ['own', await signedIn('admin', site.clientId)],
    ['other', await signedIn('admin', otherSite.clientId)],
  ])
  for (const role of agentRoles) sessions.set(role, await signedIn(role))
  // The desk keeps one admin, whoever is disabled.
  await signedIn('admin')
})
afterAll(() => api.close())

describe('a role', () => {
  it('is asked about every permission exactly once', () => {
    expect(byRole.map(({ permission }) => permission).sort()).toEqual([...permissions].sort())
  })

  describe.each(agentRoles)('%s', role => {
    it.each(permissions)('may do what the table says of %s, and for its own clients alone', permission => {
      const everywhere = { kind: 'agent', id: 'agt_1', name: 'Ash', email: 'ash@desk.example', role } as const
      const agent = { ...everywhere, clientIds: ['clt_own'] }
      const may = byRole.find(line => line.permission === permission)?.[role] === 'yes'
      expect(mayDo(everywhere, permission)).toBe(may)
      expect(passes(everywhere, permission)).toBe(may)
      expect(passes(everywhere, permission, 'clt_other')).toBe(may)
      expect(passes(agent, permission, 'any')).toBe(may)
      expect(passes(agent, permission, 'clt_own')).toBe(may)
      expect(passes(agent, permission, 'clt_other')).toBe(false)
      expect(passes(agent, permission)).toBe(false)
      expect(passes({ ...agent, clientIds: [] }, permission, 'clt_own')).toBe(false)
    })
  })
})

describe('an agent who is signed in', () => {
  it('is asked about every deed exactly once', () => {
    expect(deedTable.map(({ deed }) => deed)).toEqual(Object.keys(deedsAt(api, site, otherSite)))
  })

  describe.each(deedTable)('$deed', line => {
    it.each(people)('as the table says of %s', async who => {
      const deed = deedsAt(api, site, otherSite)[line.deed]
      const session = await readSession(api.desk, sessions.get(who)?.session ?? '')
      if (deed === undefined || session === undefined) throw new Error(`${who} cannot ${line.deed}`)
      const ready = await deed()
      const before = await wholeTable()
      const done = ready(session).then(
        () => 'yes',
        error => error.code,
      )
      expect(await done).toBe(line[who] === 'yes' ? 'yes' : 'resource.missing')
      if (line[who] !== 'yes') expect(await wholeTable()).toEqual(before)
    })
  })

  it.each(people)('is so no more once disabled: %s', async who => {
    const { id, session } = sessions.get(who) ?? { id: '', session: '' }
    expect(await readSession(api.desk, session)).toMatchObject({ id })
    await changeAgent(api.desk, admin, id, { role: 'read-only', clientIds: [site.clientId] })
    expect(await readSession(api.desk, session)).toMatchObject({
      role: 'read-only',
      clientIds: [site.clientId],
    })
    await changeAgent(api.desk, admin, id, { disabled: true })
    expect(await readSession(api.desk, session)).toBeUndefined()
  })
})

async function signIn(role: AgentRole, clientIds: string[]): Promise<{ session: string; id: string }> {
  const email = `${role}${api.next()}@desk.example`
  const scope = clientIds.length === 0 ? {} : { clientIds }
  const { id } = await createAgent(api.desk, admin, { name: 'Ash', email, role, ...scope })
  const link = new URL(await makeSignInLink(api.desk, email))
  const { session } = await signInWithLink(api.desk, { token: link.searchParams.get('token') ?? '' })
  return { session, id }
}

function passes(...asked: Parameters<typeof assertMay>): boolean {
  try {
    assertMay(...asked)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'resource.missing' })
    return false
  }
}
