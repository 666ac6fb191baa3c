import { appendEntry } from '../../shared/store/timeline.ts'
import type { TestDesk } from './desk.ts'

/** Gives a ticket so many more public replies at once, beside the stream and the bill. */
export async function addReplies({ desk, load }: TestDesk, number: number, count: number): Promise<void> {
  const replies = Array.from({ length: count }, (_, index) => ({
    id: desk.newUlid(),
    kind: 'reply' as const,
    visibility: 'public' as const,
    at: desk.now(),
    by: { kind: 'agent' as const, name: 'Alex' },
    text: `Reply ${index}`,
    attachments: [],
  }))
  await load(await Promise.all(replies.map(reply => appendEntry(desk.files, number, reply))))
}
