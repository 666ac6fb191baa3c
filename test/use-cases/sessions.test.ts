import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../shared/domain/actor.ts'
import { keys } from '../../shared/store/keys.ts'
import { changeAgent, createAgent } from '../../shared/use-cases/agents.ts'
import {
  endAllSessions,
  endOtherSessions,
  endSession,
  listSessions,
  sessionIdIn,
} from '../../shared/use-cases/sessions.ts'
import { makeSignInLink, readSession, signInWithLink } from '../../shared/use-cases/sign-in.ts'
import { admin } from '../support/desk.ts'
import { openScene, type Scene } from './given.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const missing = expect.objectContaining({ code: 'resource.missing' })

let test: Scene
let dana: Actor & { kind: 'agent' }
beforeEach(async () => {
  test = await openScene()
  test.clock.moveTo(new Date('2026-11-23T09:05:00.000Z'))
  const { id, name, email, role } = test.dana
  dana = { kind: 'agent', id, name, email, role }
})
afterEach(() => test.close())

function pass(minutes: number): void {
  test.clock.moveTo(new Date(test.clock.now().getTime() + minutes * 60_000))
}

async function signedIn(email = dana.email, userAgent = firefox): Promise<string> {
  const token = /token=(\S+)/.exec(await makeSignInLink(test.desk, email))?.[1] ?? ''
  return (await signInWithLink(test.desk, { token, userAgent })).session
}

async function sessionsOf(actor: Actor, agentId: string) {
  return (await listSessions(test.desk, actor, agentId, { limit: 100 })).sessions
}

describe('a session', () => {
  it('is read in one round trip of two read units, without a write', async () => {
    const session = await signedIn()
    test.usage.reset()
    expect(await readSession(test.desk, session)).toMatchObject({ id: dana.id })
    expect(test.usage.report().dynamodb).toMatchObject({ calls: 1, rru: 2, wru: 0 })
  })

  it('is noted as used once an hour, however many pages are opened', async () => {
    const session = await signedIn()
    pass(61)
    test.usage.reset()
    await Promise.all(Array.from({ length: 5 }, () => readSession(test.desk, session)))
    await readSession(test.desk, session)
    const [{ seenAt } = { seenAt: '' }] = await sessionsOf(dana, dana.id)
    expect(seenAt).toMatch(/^2026-11-23T10:06:/)
  })

  it('is not brought back by a page that was under way when it ended', async () => {
    const session = await signedIn()
    pass(61)
    await Promise.all([
      endSession(test.desk, dana, dana.id, sessionIdIn(session)),
      readSession(test.desk, session),
    ])
    expect(await readSession(test.desk, session)).toBeUndefined()
    expect(await test.desk.table.get(keys.session(dana.id, sessionIdIn(session)))).toBeUndefined()
  })
})

describe('an agent’s own sessions', () => {
  it('say since when, and in which browser, and hold no secret', async () => {
    const session = await signedIn()
    await signedIn(dana.email, 'curl/8.5.0')
    const sessions = await sessionsOf(dana, dana.id)
    expect(sessions).toHaveLength(2)
    expect(sessions).toContainEqual({
      id: sessionIdIn(session),
      agentId: dana.id,
      createdAt: expect.stringMatching(/^2026-11-23T09:05:/),
      seenAt: expect.stringMatching(/^2026-11-23T09:05:/),
      expiresAt: expect.stringMatching(/^2026-12-07T09:05:/),
      browser: 'Firefox',
      system: 'Linux',
    })
    expect(JSON.stringify(sessions)).not.toContain(session.split('.')[1])
  })

  it('can be ended one by one, once', async () => {
    const [here, there] = [await signedIn(), await signedIn()]
    await endSession(test.desk, dana, dana.id, sessionIdIn(there))
    expect(await readSession(test.desk, there)).toBeUndefined()
    expect(await readSession(test.desk, here)).toBeDefined()
    await expect(endSession(test.desk, dana, dana.id, sessionIdIn(there))).rejects.toEqual(missing)
  })

  it('can all be ended but for the one in use, more than a page of them', async () => {
    const here = await signedIn()
    const others = await Promise.all(Array.from({ length: 110 }, () => signedIn()))
    expect(await endOtherSessions(test.desk, dana, here)).toBe(110)
    expect((await sessionsOf(dana, dana.id)).map(({ id }) => id)).toEqual([sessionIdIn(here)])
    expect(await readSession(test.desk, others[0] ?? '')).toBeUndefined()
  })

  it('are out of the list once they expired', async () => {
    await signedIn()
    pass(14 * 24 * 60 + 1)
    expect(await sessionsOf(dana, dana.id)).toEqual([])
  })

  it('are nobody else’s but an admin’s to see or end', async () => {
    const session = await signedIn()
    const other = await createAgent(test.desk, admin, {
      name: 'Kim',
      email: 'kim@msp.example',
      role: 'technician',
    })
    const { id, name, email, role } = other
    const kim: Actor = { kind: 'agent', id, name, email, role }
    const scopedAdmin: Actor = { ...kim, role: 'admin', clientIds: [test.acme.id] }
    for (const actor of [kim, scopedAdmin]) {
      await expect(sessionsOf(actor, dana.id)).rejects.toEqual(missing)
      await expect(endSession(test.desk, actor, dana.id, sessionIdIn(session))).rejects.toEqual(missing)
      await expect(endAllSessions(test.desk, actor, dana.id)).rejects.toEqual(missing)
    }
    // Another's session is not reached through one's own name either.
    await expect(endSession(test.desk, kim, id, sessionIdIn(session))).rejects.toEqual(missing)
    expect(await readSession(test.desk, session)).toBeDefined()
    expect(await sessionsOf(admin, dana.id)).toHaveLength(1)
  })
})

describe('an admin', () => {
  it('signs an agent out everywhere in one write, which names the version it was made from', async () => {
    const sessions = [await signedIn(), await signedIn()]
    pass(1)
    await expect(endAllSessions(test.desk, admin, dana.id, 99)).rejects.toMatchObject({
      code: 'version.stale',
    })
    expect(await readSession(test.desk, sessions[0] ?? '')).toBeDefined()
    await endAllSessions(test.desk, admin, dana.id)
    for (const session of sessions) expect(await readSession(test.desk, session)).toBeUndefined()
    expect(await sessionsOf(admin, dana.id)).toEqual([])
    pass(1)
    expect(await readSession(test.desk, await signedIn())).toBeDefined()
  })

  it('who disables an agent ends their sessions for good: enabled again, they sign in anew', async () => {
    const session = await signedIn()
    await changeAgent(test.desk, admin, dana.id, { disabled: true })
    await changeAgent(test.desk, admin, dana.id, { disabled: false })
    expect(await readSession(test.desk, session)).toBeUndefined()
  })

  it('who changes a role changes what the sessions at hand may do, at once', async () => {
    const session = await signedIn()
    await changeAgent(test.desk, admin, dana.id, { role: 'read-only' })
    expect(await readSession(test.desk, session)).toMatchObject({ role: 'read-only' })
  })

  it('leaves a line in the audit log', async () => {
    const session = await signedIn()
    await endSession(test.desk, admin, dana.id, sessionIdIn(session))
    const { items } = await test.desk.table.query({
      partition: { name: 'pk', value: 'AUDIT' },
      newestFirst: true,
      limit: 1,
    })
    expect(items[0]).toMatchObject({
      action: 'deleted',
      resource: `agents/${dana.id}/sessions/${sessionIdIn(session)}`,
    })
  })
})
