type ParameterOf<Pattern extends string> = Pattern extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterOf<Rest>
  : Pattern extends `${string}:${infer Name}`
    ? Name
    : never

export type Query = Record<string, string | number | readonly string[] | undefined>

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
  signInProvider: route('/sign-in/oidc'),
  /** What the desk's client at the provider is registered with. */
  signInProviderReturn: route('/sign-in/oidc/callback'),
  signOut: route('/sign-out'),
  language: route('/language'),
  account: route('/account'),
  accountSession: route('/account/sessions/:sessionId/end'),
  accountOtherSessions: route('/account/sessions/end-others'),
  tickets: route('/tickets'),
  ticketRows: route('/tickets/rows'),
  ticketsFile: route('/tickets/export'),
  changeMany: route('/tickets/bulk'),
  undoMany: route('/tickets/bulk/undo'),
  views: route('/views'),
  savedView: route('/views/:viewId'),
  forgetView: route('/views/:viewId/forget'),
  viewCount: route('/views/:viewId/count'),
  board: route('/board'),
  moveTicket: route('/board/:number'),
  search: route('/search'),
  dashboard: route('/dashboard'),
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
  replyUndo: route('/tickets/:number/entries/:entryId/undo'),
  ticketDraft: route('/tickets/:number/draft'),
  ticketUploads: route('/tickets/:number/uploads'),
  ticketCanned: route('/tickets/:number/canned-replies'),
  drafts: route('/drafts'),
  ticketChanges: route('/tickets/:number/changes'),
  entry: route('/tickets/:number/entries/:entryId'),
  entryHtml: route('/tickets/:number/entries/:entryId/html'),
  entryOriginal: route('/tickets/:number/entries/:entryId/original'),
  entryHeaders: route('/tickets/:number/entries/:entryId/headers'),
  attachment: route('/tickets/:number/attachments/:attachmentId'),
  inlineImage: route('/images/:attachmentId'),
  clients: route('/clients'),
  newClient: route('/clients/new'),
  client: route('/clients/:clientId'),
  editClient: route('/clients/:clientId/edit'),
  archiveClient: route('/clients/:clientId/archive'),
  contacts: route('/clients/:clientId/contacts'),
  newContact: route('/clients/:clientId/contacts/new'),
  contact: route('/clients/:clientId/contacts/:contactId'),
  editContact: route('/clients/:clientId/contacts/:contactId/edit'),
  archiveContact: route('/clients/:clientId/contacts/:contactId/archive'),
  assets: route('/clients/:clientId/assets'),
  newAsset: route('/clients/:clientId/assets/new'),
  clientAsset: route('/clients/:clientId/assets/:assetId'),
  editAsset: route('/clients/:clientId/assets/:assetId/edit'),
  archiveAsset: route('/clients/:clientId/assets/:assetId/archive'),
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
  agents: route('/settings/agents'),
  newAgent: route('/settings/agents/new'),
  agent: route('/settings/agents/:agentId'),
  agentAccess: route('/settings/agents/:agentId/access'),
  agentSessions: route('/settings/agents/:agentId/sessions/end'),
  agentSession: route('/settings/agents/:agentId/sessions/:sessionId/end'),
  agentIdentity: route('/settings/agents/:agentId/unlink'),
  apiKeys: route('/settings/api-keys'),
  newApiKey: route('/settings/api-keys/new'),
  apiKey: route('/settings/api-keys/:keyId'),
  apiKeyRevoke: route('/settings/api-keys/:keyId/revoke'),
  suppressedAddresses: route('/settings/suppressed-addresses'),
  releaseAddress: route('/settings/suppressed-addresses/:address/release'),
  catalogue: route('/settings/lists/:kind'),
  newInCatalogue: route('/settings/lists/:kind/new'),
  inCatalogue: route('/settings/lists/:kind/:id'),
  removeFromCatalogue: route('/settings/lists/:kind/:id/remove'),
  webhooks: route('/settings/webhooks'),
  newWebhook: route('/settings/webhooks/new'),
  webhook: route('/settings/webhooks/:webhookId'),
  webhookSwitch: route('/settings/webhooks/:webhookId/switch'),
  webhookSecret: route('/settings/webhooks/:webhookId/secret'),
  webhookTest: route('/settings/webhooks/:webhookId/test'),
  removeWebhook: route('/settings/webhooks/:webhookId/remove'),
  delivery: route('/settings/webhooks/:webhookId/deliveries/:deliveryId'),
  replayDelivery: route('/settings/webhooks/:webhookId/deliveries/:deliveryId/replay'),
  auditLog: route('/settings/audit-log'),
  portal: route('/portal'),
  portalSignIn: route('/portal/sign-in'),
  portalSignInCode: route('/portal/sign-in/code'),
  portalSignInLink: route('/portal/sign-in/link'),
  portalSignOut: route('/portal/sign-out'),
  portalNewTicket: route('/portal/tickets/new'),
  portalTicket: route('/portal/tickets/:number'),
  portalReplies: route('/portal/tickets/:number/replies'),
  portalStep: route('/portal/tickets/:number/status'),
  portalFeedback: route('/portal/tickets/:number/feedback'),
  portalFile: route('/portal/tickets/:number/files/:attachmentId'),
  guest: route('/guest/:token'),
  guestReplies: route('/guest/:token/replies'),
  guestStep: route('/guest/:token/status'),
  guestFeedback: route('/guest/:token/feedback'),
  guestFile: route('/guest/:token/files/:attachmentId'),
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
          typeof value === 'object'
            ? value.map(each => [name, each])
            : value === undefined || value === ''
              ? []
              : [[name, String(value)]],
        ),
      ).toString()
      return search === '' ? path : `${path}?${search}`
    },
  }
}
