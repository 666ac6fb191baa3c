import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeskError } from '../../shared/domain/errors.ts'
import { keys } from '../../shared/store/keys.ts'
import { changeContact, deleteContact } from '../../shared/use-cases/contacts.ts'
import {
  readPortalVisitor,
  requestPortalSignIn,
  signInToPortalWithCode,
  signInToPortalWithLink,
  signOutOfPortal,
} from '../../shared/use-cases/portal-sign-in.ts'
import { changeSettings } from '../../shared/use-cases/settings.ts'
import { readSession, requestSignIn, signInWithCode } from '../../shared/use-cases/sign-in.ts'
import { admin } from '../support/desk.ts'
import { wholeTable } from '../support/whole-table.ts'
import { mailsTo } from './given.ts'
import {
  archive,
  askedInPortal,
  codeIn,
  openPortalScene,
  type PortalScene,
  sessionOf,
} from './portal-given.ts'

const refused = expect.objectContaining({ code: 'sign-in.refused' })

let scene: PortalScene
beforeEach(async () => {
  scene = await openPortalScene()
})
afterEach(() => scene.close())

function pass(minutes: number): void {
  scene.clock.moveTo(new Date(scene.clock.now().getTime() + minutes * 60_000))
}

const asked = () => askedInPortal(scene, scene.anna.email)

describe('a contact', () => {
  it('is signed in by a code, as who they are', async () => {
    const { flow, code } = await asked()
    const { session } = await signInToPortalWithCode(scene.desk, { flow, code: ` ${code.toLowerCase()} ` })
    const { id, name, email, clientId } = scene.anna
    expect(await readPortalVisitor(scene.desk, session)).toMatchObject({
      contact: { kind: 'contact', id, name, email, clientId, roles: [] },
      clientName: 'Northwind',
    })
  })

  it('is signed in by the link in the browser that asked, and in no other', async () => {
    const [one, other] = [await asked(), await asked()]
    for (const flow of [undefined, other.flow, one.flow.split('.')[0] ?? '']) {
      const given = { token: one.token, ...(flow === undefined ? {} : { flow }) }
      await expect(signInToPortalWithLink(scene.desk, given)).rejects.toEqual(refused)
    }
    expect(await signInToPortalWithLink(scene.desk, one)).toHaveProperty('session')
  })

  it('reads in the mail that the code is for the portal', async () => {
    const { text } = await asked()
    const { subject } = mailsTo(scene, scene.anna.email).at(-1) ?? {}
    expect(text).toContain('sign in to the portal of Helpdesk')
    expect(subject).toContain('the portal of Helpdesk')
  })

  it('is signed out where they say so, and after two weeks', async () => {
    const session = await sessionOf(scene, scene.anna)
    const later = await sessionOf(scene, scene.anna)
    await signOutOfPortal(scene.desk, session)
    expect(await readPortalVisitor(scene.desk, session)).toBeUndefined()
    pass(14 * 24 * 60 + 1)
    expect(await readPortalVisitor(scene.desk, later)).toBeUndefined()
  })

  it('has the roles they have now, not those of their sign-in', async () => {
    const session = await sessionOf(scene, scene.tess)
    await changeContact(scene.desk, admin, scene.tess.id, { roles: [] })
    expect((await readPortalVisitor(scene.desk, session))?.contact.roles).toEqual([])
  })

  it('is nobody any more once they are archived or deleted, or the portal is off', async () => {
    const session = await sessionOf(scene, scene.anna)
    await changeSettings(scene.desk, admin, { portalEnabled: false })
    expect(await readPortalVisitor(scene.desk, session)).toBeUndefined()
    await changeSettings(scene.desk, admin, { portalEnabled: true })
    await archive(scene, scene.anna)
    expect(await readPortalVisitor(scene.desk, session)).toBeUndefined()
    const other = await sessionOf(scene, scene.ben)
    await deleteContact(scene.desk, admin, scene.ben.id)
    expect(await readPortalVisitor(scene.desk, other)).toBeUndefined()
  })
})

describe('a code', () => {
  it('works once, even when it is typed ten times at once', async () => {
    const { flow, code, token } = await asked()
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => signInToPortalWithCode(scene.desk, { flow, code })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(signInToPortalWithCode(scene.desk, { flow, code })).rejects.toEqual(refused)
    await expect(signInToPortalWithLink(scene.desk, { token, flow })).rejects.toEqual(refused)
  })

  it('cannot be guessed in parallel: of 500 tries at most 5 are looked at', async () => {
    const { flow, code } = await asked()
    const guesses = Array.from({ length: 500 }, (_, index) =>
      signInToPortalWithCode(scene.desk, { flow, code: index === 499 ? code : 'AAAAAAAA' }),
    )
    const outcomes = await Promise.allSettled(guesses)
    const errors = outcomes.flatMap(each => (each.status === 'rejected' ? [each.reason] : []))
    expect(errors.length).toBeGreaterThanOrEqual(499)
    for (const error of errors) expect(error).toBeInstanceOf(DeskError)
    const row = await scene.desk.table.get(keys.signInCode(flow.split('.')[0] ?? ''))
    expect(Number(row?.tries ?? 0)).toBeLessThanOrEqual(5)
    await expect(signInToPortalWithCode(scene.desk, { flow, code })).rejects.toEqual(refused)
  })

  it('is refused when it is too old, empty, another’s, or its contact is archived since', async () => {
    const [one, other, late] = [await asked(), await asked(), await asked()]
    for (const given of [
      { flow: one.flow, code: '' },
      { flow: one.flow, code: other.code },
      { flow: 'never.was', code: one.code },
      { flow: `${one.flow.split('.')[0]}.${other.flow.split('.')[1]}`, code: one.code },
    ]) {
      await expect(signInToPortalWithCode(scene.desk, given)).rejects.toEqual(refused)
    }
    await archive(scene, scene.anna)
    await expect(signInToPortalWithCode(scene.desk, other)).rejects.toEqual(refused)
    pass(11)
    await expect(signInToPortalWithCode(scene.desk, late)).rejects.toEqual(refused)
  })

  it('of the portal opens no console, and one of the console no portal', async () => {
    const portal = await asked()
    await expect(signInWithCode(scene.desk, portal)).rejects.toEqual(refused)
    const { flow } = await requestSignIn(scene.desk, { email: scene.dana.email })
    await scene.sendMails()
    const { code } = codeIn(scene, scene.dana.email)
    await expect(signInToPortalWithCode(scene.desk, { flow, code })).rejects.toEqual(refused)
    expect(await readSession(scene.desk, await sessionOf(scene, scene.anna))).toBeUndefined()
  })

  it('is mailed five times an hour to an address, whoever’s it is', async () => {
    for (const email of [scene.anna.email, 'nobody@northwind.example']) {
      for (let time = 0; time < 5; time += 1) await requestPortalSignIn(scene.desk, { email })
      await expect(requestPortalSignIn(scene.desk, { email })).rejects.toMatchObject({
        code: 'sign-in.too-many',
      })
    }
  })
})

describe('an address', () => {
  it('is answered alike and writes as much, whoever’s it is; a mail goes to a contact in use alone', async () => {
    await archive(scene, scene.ben)
    const addresses = [
      scene.anna.email.toUpperCase(),
      'nobody@northwind.example',
      scene.dana.email,
      scene.ben.email,
      'anna+x@northwind.example',
    ]
    const shapes: unknown[] = []
    for (const email of addresses) {
      const before = await wholeTable()
      const answer = await requestPortalSignIn(scene.desk, { email })
      const written = Object.keys(await wholeTable()).filter(key => !Object.hasOwn(before, key))
      shapes.push([Object.keys(answer), written.map(key => key.split('#')[0])])
    }
    expect(new Set(shapes.map(shape => JSON.stringify(shape))).size).toBe(1)
    await scene.sendMails()
    expect(scene.outbox.list().map(({ envelopeTo }) => envelopeTo)).toEqual([[scene.anna.email]])
  })

  it('asks for nothing where the desk has no portal', async () => {
    await changeSettings(scene.desk, admin, { portalEnabled: false })
    await expect(requestPortalSignIn(scene.desk, { email: scene.anna.email })).rejects.toMatchObject({
      code: 'resource.missing',
    })
  })
})
