import { listAuditLog } from '../../../../shared/use-cases/audit-log.ts'
import { answerPage } from '../../answer-page.tsx'
import type { ConsoleDoor } from '../../door.ts'
import { routes } from '../../routes.ts'
import { agentOptions } from '../options.ts'
import { AuditLogPage } from './audit-log-page.tsx'

const entriesOnPage = 50
const idCharactersMax = 60

/** Hangs up the log of who changed the desk itself. */
export function hangAuditLog(door: ConsoleDoor): void {
  door.get(routes.auditLog, 'settings:write', async visit => {
    const { desk, c, agent, view } = visit
    const { kind, actor, cursor } = c.req.query()
    const filter = {
      ...(kind ? { kind: kind.slice(0, idCharactersMax) } : {}),
      ...(actor ? { actorId: actor.slice(0, idCharactersMax) } : {}),
    }
    const [page, agents] = await Promise.all([
      listAuditLog(desk, agent, { limit: entriesOnPage, ...filter, ...(cursor ? { cursor } : {}) }),
      agentOptions(visit),
    ])
    return answerPage(c, <AuditLogPage view={view} {...page} agents={agents} filter={filter} />)
  })
}
