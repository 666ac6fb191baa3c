import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { Actor } from '../domain/actor.ts'
import { DeskError } from '../domain/errors.ts'
import { minutesAfter } from '../domain/instants.ts'
import type { Agent } from '../domain/people.ts'
import type { Desk } from '../runtime/desk.ts'
import type { Write } from '../runtime/table.ts'
import { readAgent } from '../store/agents.ts'
import { readEmailOwner } from '../store/email-owners.ts'
import { queueMail } from '../store/outbox.ts'
import * as store from '../store/sign-in.ts'
import { isAlive, newSession, noteUse } from './sessions.ts'

const codeMinutes = 10
export const triesMax = 5
export const mailsPerHourMax = 5
/** Read for an address that is no agent's, so that it takes as long as one that is. */
export const nobody = 'nobody'

/** No letter or digit that is read as another: 32 characters, so 8 of them are 40 bits. */
const codeAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/**
 * Mails a one-time code and link to an agent's address. Answers the same, and writes as much, whether the
 * address is known or not; `flow` belongs to the browser that asked. Error: `sign-in.too-many`.
 */
export async function requestSignIn(desk: Desk, input: { email: string }): Promise<{ flow: string }> {
  const email = input.email.trim().toLowerCase()
  const now = desk.now()
  const [mails, agent] = await Promise.all([
    store.countSignInMail(desk.table, email, now),
    agentWithEmail(desk, email),
  ])
  if (mails > mailsPerHourMax)
    throw new DeskError('sign-in.too-many', 'Too many codes were asked for; try again later.')
  const browser = secret()
  const made = makeFlow(now, agent?.id, browser)
  await desk.table.commit([
    store.createSignInFlow(made.flowId, made.flow),
    codeMail(desk, email, agent, { code: made.code, url: linkUrl(desk, made), now }),
  ])
  return { flow: `${made.flowId}.${browser}` }
}

/** A fresh link for an agent, good in any browser; for whoever runs the desk itself, never for a web page. */
export async function makeSignInLink(desk: Desk, email: string): Promise<string> {
  const agent = await agentWithEmail(desk, email)
  if (agent === undefined) throw new DeskError('resource.missing')
  const made = makeFlow(desk.now(), agent.id, undefined)
  await desk.table.commit([store.createSignInFlow(made.flowId, made.flow)])
  return linkUrl(desk, made)
}

/** Trades the code that was mailed for a session, in the browser that asked. Error: `sign-in.refused`. */
export async function signInWithCode(
  desk: Desk,
  { flow, code, userAgent }: { flow: string; code: string; userAgent?: string },
): Promise<{ session: string }> {
  const [flowId = '', browser = ''] = flow.split('.')
  const found = await store.countSignInTry(desk.table, flowId, triesMax)
  const typed = asTyped(code)
  const holds = [matches(typed, found.codeSha256), matches(browser, found.browserSha256)].every(Boolean)
  return await startSession(desk, flowId, found, holds, userAgent)
}

/** Trades the link that was mailed for a session. Error: `sign-in.refused`. */
export async function signInWithLink(
  desk: Desk,
  { token, flow, userAgent }: { token: string; flow?: string; userAgent?: string },
): Promise<{ session: string }> {
  const [flowId = '', link = ''] = token.split('.')
  const [askedId, browser = ''] = (flow ?? '').split('.')
  const found = await store.countSignInTry(desk.table, flowId, triesMax)
  const sameBrowser =
    found.browserSha256 === undefined || (askedId === flowId && matches(browser, found.browserSha256))
  return await startSession(desk, flowId, found, sameBrowser && matches(link, found.linkSha256), userAgent)
}

/** The agent a session belongs to; undefined once it ended, expired, or the agent was disabled or signed out. */
export async function readSession(
  desk: Desk,
  session: string,
): Promise<(Actor & { kind: 'agent' }) | undefined> {
  const [agentId = '', token = ''] = session.split('.')
  if (agentId === '' || token === '') return undefined
  const found = await store.readSessionAndAgent(desk.table, token, agentId)
  if (found === undefined || !isAlive(found.session, found.agent, desk.now())) return undefined
  const { agent } = found
  if (agent.disabled) return undefined
  await noteUse(desk, token, found.session)
  return {
    kind: 'agent',
    id: agent.id,
    name: agent.name,
    email: agent.email,
    role: agent.role,
    ...(agent.clientIds === undefined ? {} : { clientIds: agent.clientIds }),
  }
}

export async function signOut(desk: Desk, session: string): Promise<void> {
  const [agentId = '', token = ''] = session.split('.')
  await desk.table.commit([store.endSession(agentId, token)])
}

async function startSession(
  desk: Desk,
  flowId: string,
  flow: store.SignInFlow,
  holds: boolean,
  userAgent: string | undefined,
): Promise<{ session: string }> {
  const now = desk.now()
  const agent = await readAgent(desk.table, flow.agentId ?? nobody)
  if (!holds || agent === undefined || agent.disabled || flow.expiresAt <= now) {
    throw new DeskError('sign-in.refused', 'This code is wrong, used or too old.')
  }
  const { session, begin } = newSession(agent, now, userAgent)
  await desk.table.commit([store.endSignInFlow(flowId), begin])
  return { session }
}

/** A fresh flow and its secrets; with an agent's id only they are signed in by it. */
export function makeFlow(now: string, agentId: string | undefined, browser: string | undefined) {
  const flowId = secret()
  const link = secret()
  const code = Array.from({ length: 8 }, () => codeAlphabet.charAt(randomInt(codeAlphabet.length))).join('')
  const flow: store.SignInFlow = {
    ...(agentId === undefined ? {} : { agentId }),
    codeSha256: store.hashOf(code),
    linkSha256: store.hashOf(link),
    ...(browser === undefined ? {} : { browserSha256: store.hashOf(browser) }),
    tries: 0,
    expiresAt: minutesAfter(now, codeMinutes),
  }
  return { flowId, link, code, flow }
}

function linkUrl(desk: Desk, { flowId, link }: { flowId: string; link: string }): string {
  return `${desk.config.publicUrl}/sign-in/link?token=${flowId}.${link}`
}

/** For an address that is nobody's the row is there too, but settled already: nothing is ever sent. */
function codeMail(
  desk: Desk,
  email: string,
  agent: Agent | undefined,
  { code, url, now }: { code: string; url: string; now: string },
): Write {
  return queueMail({
    id: desk.newUlid(),
    event: 'sign-in-code',
    to: { name: agent?.name ?? '', address: email },
    signIn: { code, url },
    state: agent === undefined ? 'failed' : 'waiting',
    attempts: 0,
    createdAt: now,
  })
}

async function agentWithEmail(desk: Desk, email: string): Promise<Agent | undefined> {
  const owner = await readEmailOwner(desk.table, email)
  const agent = await readAgent(desk.table, owner?.agentId ?? nobody)
  return agent?.disabled ? undefined : agent
}

/** A code as it was mailed, however it was typed. */
export function asTyped(code: string): string {
  return code.toUpperCase().replace(/[\s-]/g, '')
}

/** Compared in constant time. */
export function matches(given: string, sha256: string | undefined): boolean {
  return sha256 !== undefined && timingSafeEqual(Buffer.from(store.hashOf(given)), Buffer.from(sha256))
}

export function secret(): string {
  return randomBytes(32).toString('base64url')
}
