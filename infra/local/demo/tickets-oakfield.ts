import type { DemoTicket } from './shape.ts'
import { prose } from './tickets-prose.ts'

export const oakfieldTickets: DemoTicket[] = [
  {
    client: 'oakfield',
    contact: 'siobhan',
    subject: 'Wi-Fi in room 12 is gone again and I have 28 tablets',
    description: prose`
      Hi,

      It's Siobhán from Year 4. The Wi-Fi in room 12 has gone again, just as it did last week, and I have 28 \
      children with 28 tablets and a lesson that needs them. The one next door works if they all sit along \
      the wall, which they think is very funny.

      The little light on the ceiling is orange. It's usually blue.

      I've Room 12 again tomorrow from 9 to 11. Please!

      Siobhán`,
    priority: 'high',
    assets: ['oa-ap12'],
    tags: ['wifi', 'classroom'],
    source: 'email',
    daysAgo: 0.2,
    status: 'open',
    timeline: [],
  },
  {
    client: 'oakfield',
    contact: 'grace',
    subject: 'Lots of "undeliverable" mails I never sent',
    description: prose`
      Good morning,

      the office inbox has 140 mails saying "Undeliverable" for messages we never sent. They look like \
      newsletters about shoes. Have we been hacked?

      Grace Nguyễn
      School office`,
    priority: 'medium',
    tags: ['mail', 'security'],
    source: 'email',
    daysAgo: 0.5,
    status: 'open',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'alex', minutesLater: 11 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 16,
        minutesWorked: 10,
        text: prose`
          Good morning Grace,

          No, you haven't been hacked: nothing was sent from your account. Somebody puts your address on \
          their mails as the sender, and you receive the returns. Unpleasant, but harmless for you.

          Two things happen now: I'm filtering the returns out of your inbox, and I'm checking that other \
          schools can tell your real mail from the false one.

          Jonas`,
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 10,
        minutesWorked: 10,
        text: prose`
          DMARC for oakfield-school.example is p=none since forever. Reports are clean for their own senders \
          except the newsletter tool of the parents' association. Fix that one, then go to quarantine.`,
      },
    ],
  },
  {
    client: 'oakfield',
    contact: 'noor',
    subject: 'Budget for the coming year',
    description: prose`
      Dear Alex,

      It is that time again. For the governors I need, by the end of the month, one page with:

      - devices that must be replaced, with a price each
      - licences with their renewal dates
      - anything you would do if there were another 5,000 euros
      - anything that would get us into trouble if we did nothing

      Last year's page was excellent, the same format will do.

      Noor van den Berg
      Bursar`,
    priority: 'low',
    assignee: 'alex',
    tags: ['question', 'project'],
    source: 'email',
    daysAgo: 3.7,
    status: 'open',
    timeline: [
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 300,
        minutesWorked: 10,
        text: prose`
          Dear Noor,

          With pleasure, and thank you for asking the last question, hardly anybody does. You'll have the \
          page a week before the end of the month.

          Alex`,
      },
    ],
  },
  {
    client: 'oakfield',
    contact: 'tariq',
    subject: "Tablets 19 to 24 don't take the new apps",
    description: prose`
      Hi all,

      I pushed the maths app to the Year 3 tablets on Monday. Numbers 1 to 18 and 25 to 30 have it, numbers \
      19 to 24 say "Waiting…" for ever. They are all in the same row of the trolley, but I can't imagine \
      that this matters?

      Storage is fine on all of them, and they're on the same network.

      Tariq`,
    priority: 'medium',
    assets: ['oa-trolley'],
    tags: ['tablets'],
    source: 'email',
    daysAgo: 1.2,
    status: 'open',
    timeline: [
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 85,
        minutesWorked: 10,
        text: prose`
          Hi Tariq,

          It might matter! Could you feel if that row is warm? If the row has no power, those six are below \
          20 % and postpone everything until they are charging.

          Priya`,
      },
      {
        kind: 'reply',
        by: 'tariq',
        minutesLater: 140,
        text: prose`
          Ha. Stone cold. 8 % each. The plug of that row was behind the trolley.

          I'll report back when they've had their lunch.`,
      },
    ],
  },
  {
    client: 'oakfield',
    contact: 'helen',
    subject: 'Two new teachers starting after the half-term break',
    description: prose`
      Dear Bluewater team,

      We are delighted to have two new colleagues after half-term, and I should like them to find everything \
      ready:

      - one for Year 2, full time
      - one for music, two days per week, who also works at another school and will bring his own laptop

      Both need mail, the register and the shared planning folder. Access to the safeguarding records for \
      the first one only.

      With best wishes
      Helen Pritchard
      Head teacher`,
    priority: 'high',
    tags: ['onboarding'],
    source: 'email',
    daysAgo: 2.9,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 60 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 200,
        minutesWorked: 10,
        text: prose`
          Dear Helen,

          How nice. I have prepared the list of what each of them gets and will send it to you for a yes or \
          no, because safeguarding access needs your written approval anyway.

          For the music teacher: on his own laptop he can use everything in the browser. We don't install \
          anything on it, and nothing of the school's stays there.

          Priya`,
      },
      { kind: 'status', to: 'working', by: 'priya', minutesLater: 5 },
      {
        kind: 'reply',
        by: 'helen',
        minutesLater: 1300,
        text: 'Approved for the Year 2 teacher. And that is exactly right for the laptop.',
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 100,
        minutesWorked: 40,
        text: prose`
          Accounts made, disabled until the first day. Register access is granted by Tariq, told him on the \
          phone.`,
      },
    ],
  },
  {
    client: 'oakfield',
    contact: 'grace',
    subject: 'Copier in the staffroom wants a code now',
    description: prose`
      The copier wants a code from everyone since it was repaired. Nobody has a code. The technician of the \
      copier company said "ask IT".

      Grace`,
    priority: 'low',
    assets: ['oa-prn'],
    tags: ['printer'],
    source: 'email',
    daysAgo: 5.8,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'priya', minutesLater: 130 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 100,
        minutesWorked: 10,
        text: prose`
          Hi Grace,

          The repair reset it to factory settings. I have switched the codes off, so everybody can copy. \
          Scanning to mail needs a little more, I am waiting for the copier company to give me back the \
          administrator password which they set.

          Jonas`,
      },
      { kind: 'status', to: 'working', by: 'jonas', minutesLater: 3 },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 1500,
        minutesWorked: 15,
        text: prose`
          They sent the password by mail, in clear, to the office address, with half of the school in Cc. \
          Changing it.`,
      },
      {
        kind: 'reply',
        by: 'grace',
        minutesLater: 2000,
        text: prose`
          Copying works. Scanning still says "server error". The Year 6 reports are due next week, just so \
          you know.`,
      },
    ],
  },
  {
    client: 'oakfield',
    contact: 'tariq',
    subject: 'Restore test for the audit',
    description: prose`
      The trust wants proof of one restore test per term. Could you restore the folder "Planning/2019" to \
      somewhere harmless and give me a short report with the time it took?

      Tariq Mahmood`,
    priority: 'medium',
    assets: ['oa-srv'],
    tags: ['backup', 'maintenance'],
    source: 'email',
    daysAgo: 11.5,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 300 },
      { kind: 'status', to: 'working', by: 'priya', minutesLater: 1400 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 20,
        minutesWorked: 10,
        text: "Hi Tariq, I'll do it one evening this week, and the report will follow the form of the trust.",
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 2900,
        minutesWorked: 60,
        text: prose`
          Restored 41 GB in 27 min to the spare volume, checksums equal for a sample of 500 files. Three \
          files are unreadable in the ORIGINAL as well (2019, old photos of a school trip). Mention it in \
          the report, no drama.`,
      },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 30,
        minutesWorked: 15,
        text: prose`
          The restore is done: 41 GB in 27 minutes, a sample of 500 files compared and equal. Three old \
          photos were already damaged in the original. May I delete the restored copy, or would you like to \
          look at it first?`,
      },
      {
        kind: 'reply',
        by: 'tariq',
        minutesLater: 1500,
        text: "I'd like Helen to see it, she loves evidence. I'll tell you when.",
      },
    ],
  },
  {
    client: 'oakfield',
    contact: 'noor',
    subject: 'Switch in the hall makes a noise like a hairdryer',
    description: prose`
      The box on the wall of the hall makes a noise like a hairdryer, during assembly in particular. Could \
      it be persuaded to stop?

      Noor`,
    priority: 'medium',
    assets: ['oa-sw'],
    tags: ['hardware', 'network'],
    source: 'email',
    daysAgo: 20,
    status: 'hold',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'alex', minutesLater: 150 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 1200,
        minutesWorked: 30,
        text: prose`
          Dear Noor,

          I was there this morning and you are right. One of its two fans is worn out and the other one does \
          the work of both. The switch is still within its lifetime warranty and I have asked for a \
          replacement, which costs you nothing.

          Jonas`,
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 10,
        text: prose`
          Advance replacement refused because the serial number is registered to the previous IT company. \
          Sent proof of purchase from Noor's archive.`,
      },
      {
        kind: 'reply',
        by: 'noor',
        minutesLater: 4000,
        text: "Thank you. Assembly is on Mondays and Fridays at 9, if you'd like to hear it at its best.",
      },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 200,
        minutesWorked: 5,
        text: prose`
          I'll come on a Tuesday! The manufacturer has confirmed, delivery is announced for the week after \
          next.`,
      },
      { kind: 'status', to: 'hold', by: 'jonas', minutesLater: 2 },
    ],
  },
  {
    client: 'oakfield',
    contact: 'helen',
    subject: "Locked out before the governors' meeting",
    description: prose`
      I am locked out of my account and the governors meet at 18:00. I changed my password this morning and \
      may have written it down wrongly.

      Helen`,
    priority: 'high',
    tags: ['account', 'mfa'],
    source: 'email',
    daysAgo: 1.3,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 2 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 4,
        minutesWorked: 10,
        text: prose`
          Dear Helen, I've just called you, and you're in with the new one. Your tablet was still trying \
          with the old password, which is what locked the account. I signed it out; please enter the new one \
          there too.

          Good luck with the governors!`,
      },
      {
        kind: 'reply',
        by: 'helen',
        minutesLater: 300,
        text: prose`
          All went well. Thank you for your patience, I have now written it down correctly. (In the safe!)`,
      },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 10 },
    ],
  },
  {
    client: 'oakfield',
    contact: 'siobhan',
    subject: 'Interactive board shows everything in pink',
    description: prose`
      The board in room 12 is pink. Lovely for the pigs in our story, less so for the rest.

      Siobhán`,
    priority: 'low',
    tags: ['classroom'],
    source: 'email',
    daysAgo: 2.3,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'alex', minutesLater: 30 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 20,
        minutesWorked: 5,
        text: prose`
          Hi Siobhán,

          Pink is nearly always a cable that's halfway out. There's an HDMI cable at the lower left of the \
          board. Push it in firmly, and if it is still pink, turn it off and on.`,
      },
      { kind: 'reply', by: 'siobhan', minutesLater: 60, text: 'White again! The children are disappointed.' },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 3 },
    ],
  },
  {
    client: 'oakfield',
    contact: 'tariq',
    subject: 'Web filter blocks the exam board',
    description: prose`
      The filter blocks the site of the exam board as "gambling". We need it until noon for the \
      registrations.

      Tariq`,
    priority: 'high',
    assets: ['oa-srv'],
    tags: ['security', 'web-filter'],
    source: 'email',
    daysAgo: 44,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 4 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 8,
        minutesWorked: 10,
        text: prose`
          Hi Tariq,

          It's allowed for staff now and takes effect within five minutes. I've also reported the wrong \
          category to the vendor.`,
      },
      {
        kind: 'reply',
        by: 'tariq',
        minutesLater: 12,
        text: 'Works. I like the thought of betting on spelling tests.',
      },
      { kind: 'status', to: 'resolved', by: 'alex', minutesLater: 10 },
      { kind: 'status', to: 'closed', by: 'alex', minutesLater: 1440 },
    ],
  },
  {
    client: 'oakfield',
    contact: 'grace',
    subject: 'Send a mail to all parents',
    description: prose`
      Hello, we want to mail all 412 parents about the summer fair and Outlook says too many recipients. How \
      do other schools do it?

      Grace`,
    priority: 'medium',
    tags: ['mailbox', 'microsoft-365'],
    source: 'email',
    daysAgo: 36,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 45 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 120,
        minutesWorked: 15,
        text: prose`
          Hi Grace,

          Please not in the To or Cc line, since every parent would see the others' addresses. You already \
          pay for a proper way: the register has "Messages" on its left side, it sends one mail to each \
          parent and respects those who said no.

          I'm happy to show you, it takes 10 minutes on the phone.`,
      },
      {
        kind: 'reply',
        by: 'grace',
        minutesLater: 1500,
        text: 'Done it on my own after your mail. 412 sent, 2 returned. So much nicer!',
      },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 15 },
      { kind: 'status', to: 'closed', by: 'priya', minutesLater: 4000 },
    ],
  },
  {
    client: 'oakfield',
    contact: 'helen',
    subject: 'May we use this AI tool in class?',
    description: prose`
      Dear team, a colleague would like to use an AI tool for writing exercises with Year 6. Is there \
      anything against it?

      Helen Pritchard`,
    priority: 'low',
    tags: ['question'],
    source: 'email',
    daysAgo: 15,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 400 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 1500,
        minutesWorked: 30,
        text: prose`
          Dear Helen,

          I read their terms. Two things speak against it for pupils: the minimum age is 13, and what is \
          typed in may be used for training. For teachers who prepare lessons, without any names of \
          children, I see no obstacle.

          There's a version for schools with a proper contract. If you wish, I'll ask for the conditions.

          Alex`,
      },
      {
        kind: 'reply',
        by: 'helen',
        minutesLater: 1300,
        text: 'Very clear. Then teachers only, and no names. We leave it at that for this year.',
      },
      { kind: 'status', to: 'resolved', by: 'alex', minutesLater: 30 },
      { kind: 'status', to: 'closed', by: 'alex', minutesLater: 3000 },
    ],
  },
]
