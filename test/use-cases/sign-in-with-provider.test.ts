import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeAgent, createAgent, readAgent, unlinkAgent } from '../../shared/use-cases/agents.ts'
import { readSession } from '../../shared/use-cases/sign-in.ts'
import { signInWithProvider } from '../../shared/use-cases/sign-in-with-provider.ts'
import { admin } from '../support/desk.ts'
import { openScene, type Scene } from './given.ts'

const issuer = 'https://id.example'
const refused = expect.objectContaining({ code: 'sign-in.refused' })

let test: Scene
beforeEach(async () => {
  test = await openScene()
  test.clock.moveTo(new Date('2026-11-23T09:05:00.000Z'))
})
afterEach(() => test.close())

interface Person {
  subject?: string
  email?: string
  verified?: boolean
  at?: string
}

/** Signs in as somebody; answers the agent whose session it is. */
async function come({ subject = 'dana-1', email, verified = true, at = issuer }: Person = {}) {
  const told = { email: email ?? test.dana.email, email_verified: verified }
  const { session } = await signInWithProvider(test.desk, { claims: { issuer: at, subject, told } })
  return await readSession(test.desk, session)
}

describe('who comes from the identity provider', () => {
  it('is the invited agent whose verified address they have, and is linked to it', async () => {
    expect(await come({ email: 'DANA@msp.example' })).toMatchObject({ id: test.dana.id })
    expect(await readAgent(test.desk, admin, test.dana.id)).toMatchObject({
      identity: { issuer, subject: 'dana-1', linkedAt: expect.stringMatching(/^2026-11-23T09:05:/) },
    })
  })

  it('is known by issuer and subject from then on, whatever their address becomes, there or here', async () => {
    await come()
    expect(await come({ email: 'dana.frost@elsewhere.example', verified: false })).toMatchObject({
      id: test.dana.id,
    })
    await changeAgent(test.desk, admin, test.dana.id, { email: 'frost@msp.example' })
    expect(await come()).toMatchObject({ id: test.dana.id })
  })

  it('never becomes another agent by taking on that agent’s address', async () => {
    await come()
    const kim = await createAgent(test.desk, admin, {
      name: 'Kim',
      email: 'kim@msp.example',
      role: 'admin',
    })
    expect(await come({ email: 'kim@msp.example' })).toMatchObject({ id: test.dana.id })
    expect((await readAgent(test.desk, admin, kim.id)).identity).toBeUndefined()
  })

  it.each<[string, Person]>([
    ['whose address is not verified', { verified: false }],
    ['whom nobody invited', { email: 'nobody@msp.example' }],
    ['who is a contact', { email: 'anna@northwind.example' }],
    ['without an address', { email: '' }],
  ])('is nobody here: %s', async (_who, person) => {
    await expect(come(person)).rejects.toEqual(refused)
    expect((await readAgent(test.desk, admin, test.dana.id)).identity).toBeUndefined()
  })

  it('is nobody here with the address of an agent who is linked: as another subject, or at another issuer', async () => {
    await come()
    await expect(come({ subject: 'dana-2' })).rejects.toEqual(refused)
    await expect(come({ at: 'https://other.example' })).rejects.toEqual(refused)
    await expect(come({ at: 'https://other.example', subject: 'dana-2' })).rejects.toEqual(refused)
  })

  it('is nobody here while the agent is disabled, linked or not', async () => {
    await changeAgent(test.desk, admin, test.dana.id, { disabled: true })
    await expect(come()).rejects.toEqual(refused)
    await changeAgent(test.desk, admin, test.dana.id, { disabled: false })
    test.clock.moveTo(new Date('2026-11-23T09:06:00.000Z'))
    await come()
    await changeAgent(test.desk, admin, test.dana.id, { disabled: true })
    await expect(come()).rejects.toEqual(refused)
  })

  it('is told the same whatever the reason', async () => {
    const messages = new Set<string>()
    for (const person of [{ verified: false }, { email: 'nobody@msp.example' }, { email: '' }]) {
      await come(person).catch((error: Error) => messages.add(error.message))
    }
    expect(messages.size).toBe(1)
  })

  it('is linked once, though two subjects come at once', async () => {
    const both = await Promise.allSettled([come({ subject: 'one' }), come({ subject: 'two' })])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('an agent who is unlinked', () => {
  it('is signed out, and whoever has the verified address is linked next', async () => {
    const claims = { issuer, subject: 'dana-1', told: { email: test.dana.email, email_verified: true } }
    const { session } = await signInWithProvider(test.desk, { claims })
    test.clock.moveTo(new Date('2026-11-23T09:06:00.000Z'))
    await unlinkAgent(test.desk, admin, test.dana.id)
    expect(await readSession(test.desk, session)).toBeUndefined()
    test.clock.moveTo(new Date('2026-11-23T09:07:00.000Z'))
    expect(await come({ at: 'https://other.example', subject: 'd' })).toMatchObject({ id: test.dana.id })
    await expect(come()).rejects.toEqual(refused)
  })

  it('cannot be where none is linked', async () => {
    await expect(unlinkAgent(test.desk, admin, test.dana.id)).rejects.toMatchObject({
      code: 'resource.missing',
    })
  })
})
