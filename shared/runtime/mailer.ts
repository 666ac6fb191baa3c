import { type SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses'

/** Where mail leaves the desk. */
export class Mailer {
  readonly #client: SESClient
  readonly #configurationSet: string
  readonly #region: string

  constructor(client: SESClient, options: { configurationSet: string; region: string }) {
    this.#client = client
    this.#configurationSet = options.configurationSet
    this.#region = options.region
  }

  /**
   * Sends one composed mail to one recipient and answers the Message-ID, without angle brackets, that the
   * recipient sees: SES replaces ours by its own id at a domain that depends on the region.
   */
  async send(raw: Uint8Array, envelope: { from: string; to: string }): Promise<{ messageId: string }> {
    const answer = await this.#client.send(
      new SendRawEmailCommand({
        RawMessage: { Data: raw },
        Source: envelope.from,
        Destinations: [envelope.to],
        ConfigurationSetName: this.#configurationSet,
      }),
    )
    return { messageId: wireMessageId(answer.MessageId ?? '', this.#region) }
  }
}

/** The Message-ID, without angle brackets, that a recipient sees for an id of SES. */
export function wireMessageId(sesId: string, region: string): string {
  return `${sesId}@${region === 'us-east-1' ? 'email' : region}.amazonses.com`
}

/**
 * Whether SES refused this very message for good. Everything else may hold tomorrow: SES is busy or out of
 * reach, or the desk's own set-up (a grant, the identity, the configuration set) is about to be mended.
 */
export function isRefusedForGood(error: unknown): boolean {
  if (!(error instanceof SESServiceException)) return false
  if (error.name === 'InvalidParameterValue') return true
  return error.name === 'MessageRejected' && !/not verified/i.test(error.message)
}

/** What SES, or whoever runs the account, answers while it sends no more; nothing is wrong with the mail. */
const paused = new Set([
  'AccountSendingPausedException',
  'ConfigurationSetSendingPausedException',
  'LimitExceededException',
  'SendingPausedException',
])
const throttled = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException'])

/** Whether SES sends no more for now: too many this second, or too many today (or sending is paused). */
export function isHeldBack(error: unknown): 'rate' | 'quota' | undefined {
  if (!(error instanceof SESServiceException)) return undefined
  if (paused.has(error.name)) return 'quota'
  if (!throttled.has(error.name)) return undefined
  return /daily/i.test(error.message) ? 'quota' : 'rate'
}
