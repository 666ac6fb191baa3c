import { setTimeout as sleep } from 'node:timers/promises'
import { type QueueName, queues } from '../../parts.ts'
import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import { backoffMs } from '../lambda/event-sources.ts'
import { openQueue, type Queue } from '../queue.ts'

export interface QueuePair {
  queue: Queue
  deadLetters: Queue
}

const announcementsMax = 6

/** Opens every queue of the parts list, each with its dead letter queue. */
export function openQueues(options: {
  dataDir: string
  clock: Clock
  faults: Faults
}): Record<QueueName, QueuePair> {
  const open = (name: QueueName): QueuePair => {
    const { maxReceiveCount } = queues[name]
    const deadLetters = openQueue({ ...options, name: `${name}-dead-letters`, maxReceiveCount })
    return { queue: openQueue({ ...options, name, maxReceiveCount, deadLetter: deadLetters }), deadLetters }
  }
  return {
    'inbound-mail': open('inbound-mail'),
    'mail-feedback': open('mail-feedback'),
    'held-mail': open('held-mail'),
    'webhook-deliveries': open('webhook-deliveries'),
  }
}

/** Sends as SNS does, which does not give up at the first refusal. */
export async function announce(queue: Queue, body: string): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await queue.send(body)
    } catch (error) {
      if (attempt + 1 >= announcementsMax) throw error
      await sleep(backoffMs(attempt))
    }
  }
}
