type ParameterOf<Pattern extends string> = Pattern extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterOf<Rest>
  : Pattern extends `${string}:${infer Name}`
    ? Name
    : never

export type Query = Record<string, string | number | undefined>

/** One address: the pattern that the router reads, and the links that lead to it. */
export interface Route<Pattern extends string> {
  readonly pattern: Pattern
  href(parameters: Record<ParameterOf<Pattern>, string | number>, query?: Query): string
}

/** Every address of the console; no other file spells a path. Those that name a ticket end in its number. */
export const routes = {
  home: route('/'),
  signIn: route('/sign-in'),
  signInCode: route('/sign-in/code'),
  signInLink: route('/sign-in/link'),
  signOut: route('/sign-out'),
  language: route('/language'),
  tickets: route('/tickets'),
  newTicket: route('/tickets/new'),
  goToTicket: route('/tickets/go'),
  ticket: route('/tickets/:number'),
  ticketTimeline: route('/tickets/:number/timeline'),
  ticketViewers: route('/tickets/:number/viewers'),
  ticketTasks: route('/tickets/:number/tasks'),
  ticketTask: route('/tickets/:number/tasks/:taskId'),
  ticketLinks: route('/tickets/:number/links'),
  ticketUnlink: route('/tickets/:number/links/:other/remove'),
  ticketVisits: route('/tickets/:number/visits'),
  ticketVisit: route('/tickets/:number/visits/:visitId'),
  ticketVisitCancel: route('/tickets/:number/visits/:visitId/cancel'),
  ticketMerge: route('/tickets/:number/merge'),
  ticketUnmerge: route('/tickets/:number/unmerge'),
  ticketSplit: route('/tickets/:number/split'),
  ticketMove: route('/tickets/:number/move'),
  entryEdit: route('/tickets/:number/entries/:entryId/edit'),
  entryHistory: route('/tickets/:number/entries/:entryId/history'),
  entryRedact: route('/tickets/:number/entries/:entryId/redact'),
  entryFileRedact: route('/tickets/:number/entries/:entryId/files/:attachmentId/redact'),
  ticketReplies: route('/tickets/:number/replies'),
  ticketChanges: route('/tickets/:number/changes'),
  entry: route('/tickets/:number/entries/:entryId'),
  entryHtml: route('/tickets/:number/entries/:entryId/html'),
  entryOriginal: route('/tickets/:number/entries/:entryId/original'),
  entryHeaders: route('/tickets/:number/entries/:entryId/headers'),
  attachment: route('/tickets/:number/attachments/:attachmentId'),
  inlineImage: route('/images/:attachmentId'),
  clients: route('/clients'),
  client: route('/clients/:clientId'),
  quarantine: route('/quarantine'),
  quarantinedMail: route('/quarantine/:mail'),
  quarantinedOriginal: route('/quarantine/:mail/original'),
  quarantinedHeaders: route('/quarantine/:mail/headers'),
  quarantineReply: route('/quarantine/:mail/reply'),
  quarantineBlock: route('/quarantine/:mail/block'),
  quarantineReplay: route('/quarantine/:mail/replay'),
  blockedSenders: route('/blocked-senders'),
  unblockSender: route('/blocked-senders/:sender/unblock'),
  quarantineRelease: route('/quarantine/:mail/release'),
  quarantineDelete: route('/quarantine/:mail/delete'),
  contactMail: route('/contacts/:contactId/mail'),
  mailedFile: route('/files/:token'),
  palette: route('/palette'),
  settings: route('/settings'),
  mailTemplates: route('/settings/mail-templates'),
  mailTemplate: route('/settings/mail-templates/:event'),
  mailTemplatePreview: route('/settings/mail-templates/:event/preview'),
  mailTemplateReset: route('/settings/mail-templates/:event/reset'),
  asset: route('/assets/:file'),
} as const

/** A mail's key as one path segment: its slashes would not survive the way through CloudFront. */
export function segmentOfMailKey(mailKey: string): string {
  return Buffer.from(mailKey, 'utf8').toString('base64url')
}

/** The mail key that `segmentOfMailKey` wrote. */
export function mailKeyOfSegment(segment: string): string {
  return Buffer.from(segment, 'base64url').toString('utf8')
}

function route<Pattern extends string>(pattern: Pattern): Route<Pattern> {
  return {
    pattern,
    href: (parameters, query = {}) => {
      const values: Record<string, string | number> = parameters
      const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])))
      const search = new URLSearchParams(
        Object.entries(query).flatMap(([name, value]) =>
          value === undefined || value === '' ? [] : [[name, String(value)]],
        ),
      ).toString()
      return search === '' ? path : `${path}?${search}`
    },
  }
}
