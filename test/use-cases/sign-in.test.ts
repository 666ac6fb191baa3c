import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DeskError } from '../../shared/domain/errors.ts'
import { keys } from '../../shared/store/keys.ts'
import { changeAgent } from '../../shared/use-cases/agents.ts'
import { sendDueMail } from '../../shared/use-cases/send-due-mail.ts'
import { sessionIdIn } from '../../shared/use-cases/sessions.ts'
import {
  makeSignInLink,
  readSession,
  requestSignIn,
  signInWithCode,
  signInWithLink,
  signOut,
} from '../../shared/use-cases/sign-in.ts'
import { admin } from '../support/desk.ts'
import { last, mailsTo, openScene, type Scene } from './given.ts'

const email = 'dana@msp.example'
const refused = expect.objectContaining({ code: 'sign-in.refused' })

let test: Scene
beforeEach(async () => {
  test = await openScene()
  test.clock.moveTo(new Date('2026-11-23T09:05:00.000Z'))
})
afterEach(() => test.close())

function pass(minutes: number): void {
  test.clock.moveTo(new Date(test.clock.now().getTime() + minutes * 60_000))
}

/** Asks for a code and reads the mail that carries it. */
async function asked() {
  const { flow } = await requestSignIn(test.desk, { email })
  await test.sendMails()
  const { text, headers } = last(mailsTo(test, email))
  const code = /^[A-Z2-9]{8}$/m.exec(text)?.[0] ?? ''
  const token = /token=(\S+)/.exec(text)?.[1] ?? ''
  return { flow, code, token, headers }
}

function wrong(code: string): string {
  return `${code.startsWith('A') ? 'B' : 'A'}${code.slice(1)}`
}

async function triesOf(flow: string): Promise<unknown> {
  return (await test.desk.table.get(keys.signInCode(flow.split('.')[0] ?? '')))?.tries
}

describe('a code', () => {
  it('signs its agent in, in the browser that asked for it', async () => {
    const { flow, code } = await asked()
    const { session } = await signInWithCode(test.desk, { flow, code })
    expect(await readSession(test.desk, session)).toMatchObject({ id: test.dana.id, role: 'technician' })
  })

  it('may be typed in small letters and with a space or hyphen', async () => {
    const { flow, code } = await asked()
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `
    expect((await signInWithCode(test.desk, { flow, code: typed })).session).toBeDefined()
  })

  it('works once', async () => {
    const { flow, code, token } = await asked()
    await signInWithCode(test.desk, { flow, code })
    await expect(signInWithCode(test.desk, { flow, code })).rejects.toEqual(refused)
    await expect(signInWithLink(test.desk, { token, flow })).rejects.toEqual(refused)
  })

  it('works once even when it is typed ten times at once', async () => {
    const { flow, code } = await asked()
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => signInWithCode(test.desk, { flow, code })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const attempt of tries) {
      if (attempt.status === 'rejected') expect(attempt.reason).toBeInstanceOf(DeskError)
    }
  })

  it('is refused when it is wrong, empty, another flow’s, or of a flow that never was', async () => {
    const [one, other] = [await asked(), await asked()]
    for (const given of [
      { flow: one.flow, code: wrong(one.code) },
      { flow: one.flow, code: '' },
      { flow: one.flow, code: other.code },
      { flow: 'never.was', code: one.code },
      { flow: '', code: one.code },
      { flow: '.', code: '' },
    ]) {
      await expect(signInWithCode(test.desk, given)).rejects.toEqual(refused)
    }
  })

  it('is refused in another browser, and that costs a try', async () => {
    const [one, other] = [await asked(), await asked()]
    const [id = ''] = one.flow.split('.')
    const [, browser = ''] = other.flow.split('.')
    for (const flow of [`${id}.${browser}`, `${id}.`, id]) {
      await expect(signInWithCode(test.desk, { flow, code: one.code })).rejects.toEqual(refused)
    }
    expect(await triesOf(one.flow)).toBe(3)
  })

  it('is refused after ten minutes', async () => {
    const { flow, code } = await asked()
    pass(10.1)
    await expect(signInWithCode(test.desk, { flow, code })).rejects.toEqual(refused)
  })

  it('is refused after five wrong ones, though it is the right one', async () => {
    const { flow, code } = await asked()
    for (let time = 0; time < 5; time += 1) {
      await expect(signInWithCode(test.desk, { flow, code: wrong(code) })).rejects.toEqual(refused)
    }
    await expect(signInWithCode(test.desk, { flow, code })).rejects.toEqual(refused)
  })

  it('cannot be guessed in parallel: of 500 tries at most 5 are looked at', async () => {
    const { flow, code, token } = await asked()
    const guesses = Array.from({ length: 500 }, () =>
      signInWithCode(test.desk, { flow, code: wrong(code) }).then(
        () => 'in',
        error => (error instanceof DeskError ? error.code : String(error)),
      ),
    )
    expect(new Set(await Promise.all(guesses))).toEqual(new Set(['sign-in.refused']))
    expect(await triesOf(flow)).toBe(5)
    await expect(signInWithCode(test.desk, { flow, code })).rejects.toEqual(refused)
    await expect(signInWithLink(test.desk, { token, flow })).rejects.toEqual(refused)
  })
})

describe('a link', () => {
  it('signs in once, in the browser that asked', async () => {
    const { flow, token } = await asked()
    const { session } = await signInWithLink(test.desk, { token, flow })
    expect(await readSession(test.desk, session)).toMatchObject({ email })
    await expect(signInWithLink(test.desk, { token, flow })).rejects.toEqual(refused)
  })

  it('is worth nothing in another browser, when it is old, or when it was changed', async () => {
    const [one, other] = [await asked(), await asked()]
    const forged = `${one.token.slice(0, -2)}AA`
    for (const given of [
      { token: one.token },
      { token: one.token, flow: other.flow },
      { token: forged === one.token ? `${one.token}A` : forged, flow: one.flow },
      { token: '', flow: one.flow },
    ]) {
      await expect(signInWithLink(test.desk, given)).rejects.toEqual(refused)
    }
    pass(10.1)
    await expect(signInWithLink(test.desk, { token: other.token, flow: other.flow })).rejects.toEqual(refused)
  })

  it('made by whoever runs the desk works in any browser, once, and for agents only', async () => {
    const token = /token=(\S+)/.exec(await makeSignInLink(test.desk, email))?.[1] ?? ''
    expect((await signInWithLink(test.desk, { token })).session).toBeDefined()
    await expect(signInWithLink(test.desk, { token })).rejects.toEqual(refused)
    await expect(makeSignInLink(test.desk, 'anna@northwind.example')).rejects.toMatchObject({
      code: 'resource.missing',
    })
  })
})

describe('who asks', () => {
  it('is answered alike whether the address is known, unknown, or a contact’s; only an agent gets a mail', async () => {
    const known = await requestSignIn(test.desk, { email })
    for (const other of ['nobody@elsewhere.example', 'anna@northwind.example']) {
      const { flow } = await requestSignIn(test.desk, { email: other })
      expect(flow).toHaveLength(known.flow.length)
      await expect(signInWithCode(test.desk, { flow, code: 'AAAAAAAA' })).rejects.toEqual(refused)
    }
    await test.sendMails()
    pass(10)
    await sendDueMail(test.desk)
    expect(test.outbox.list().map(({ envelopeTo }) => envelopeTo)).toEqual([[email]])
  })

  it('may write the address in any letter case, with blanks around it', async () => {
    await requestSignIn(test.desk, { email: '  DANA@Msp.Example ' })
    await test.sendMails()
    expect(mailsTo(test, email)).toHaveLength(1)
  })

  it('gets five mails an hour, known or not, then is told to wait, and not longer than the hour', async () => {
    for (const address of [email, 'nobody@elsewhere.example']) {
      for (let time = 0; time < 5; time += 1) await requestSignIn(test.desk, { email: address })
      await expect(requestSignIn(test.desk, { email: address.toUpperCase() })).rejects.toMatchObject({
        code: 'sign-in.too-many',
      })
    }
    await test.sendMails()
    expect(mailsTo(test, email)).toHaveLength(5)
    pass(60)
    await expect(requestSignIn(test.desk, { email })).resolves.toBeDefined()
  })

  it('and is disabled gets no mail, and a code from before is refused', async () => {
    const { flow, code } = await asked()
    await changeAgent(test.desk, admin, test.dana.id, { disabled: true })
    await expect(signInWithCode(test.desk, { flow, code })).rejects.toEqual(refused)
    await requestSignIn(test.desk, { email })
    await test.sendMails()
    expect(mailsTo(test, email)).toHaveLength(1)
  })
})

describe('a session', () => {
  async function signedIn(): Promise<string> {
    const { flow, code } = await asked()
    return (await signInWithCode(test.desk, { flow, code })).session
  }

  it('ends with signing out, after fourteen days, and at once when its agent is disabled', async () => {
    const [one, other] = [await signedIn(), await signedIn()]
    await signOut(test.desk, one)
    expect(await readSession(test.desk, one)).toBeUndefined()
    expect(await readSession(test.desk, other)).toBeDefined()
    await changeAgent(test.desk, admin, test.dana.id, { disabled: true })
    expect(await readSession(test.desk, other)).toBeUndefined()
    await changeAgent(test.desk, admin, test.dana.id, { disabled: false })
    pass(14 * 24 * 60 + 1)
    expect(await readSession(test.desk, other)).toBeUndefined()
  })

  it('is nobody’s when it was made up, cut, or carries another agent’s id', async () => {
    const session = await signedIn()
    const [, token = ''] = session.split('.')
    const admins = test.desk.newId('agt')
    for (const made of ['', '.', 'a.b', token, `${test.dana.id}.`, `${admins}.${token}`, `${session}x`]) {
      expect(await readSession(test.desk, made)).toBeUndefined()
    }
  })

  it('and the code are stored as hashes, and the mail’s row forgets them once sent', async () => {
    const { code, flow, token } = await asked()
    const { session } = await signInWithCode(test.desk, { flow, code })
    const [id = '', browser = ''] = flow.split('.')
    const { items } = await test.desk.table.query({
      index: 'directory',
      partition: { name: 'directory', value: 'agents' },
      limit: 100,
    })
    const rows = JSON.stringify([
      items,
      await test.desk.table.get(keys.signInCode(id)),
      await test.desk.table.get(keys.session(test.dana.id, sessionIdIn(session))),
    ])
    for (const secret of [code, browser, token.split('.')[1] ?? '', session.split('.')[1] ?? '']) {
      expect(secret.length).toBeGreaterThanOrEqual(8)
      expect(rows).not.toContain(secret)
    }
  })
})
