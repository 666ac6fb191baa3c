import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs'

/** What SQS takes in one call. */
const messagesMax = 10

/** Messages that tell a function to look at something; what they are about is in the table. */
export class WakeUps {
  readonly #client: SQSClient
  readonly #queueUrl: string

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client
    this.#queueUrl = queueUrl
  }

  /** Throws unless every message was taken; some may have been. They are told of after `delaySeconds`, 900 at most. */
  async send(bodies: readonly string[], delaySeconds = 0): Promise<void> {
    for (let first = 0; first < bodies.length; first += messagesMax) {
      const { Failed = [] } = await this.#client.send(
        new SendMessageBatchCommand({
          QueueUrl: this.#queueUrl,
          Entries: bodies.slice(first, first + messagesMax).map((body, index) => ({
            Id: String(index),
            MessageBody: body,
            ...(delaySeconds === 0 ? {} : { DelaySeconds: delaySeconds }),
          })),
        }),
      )
      if (Failed.length > 0) throw new Error(`${Failed.length} messages were not taken: ${Failed[0]?.Code}`)
    }
  }
}
