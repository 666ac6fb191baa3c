import type { DemoTicket } from './shape.ts'
import { prose } from './tickets-prose.ts'

export const nordkapTickets: DemoTicket[] = [
  {
    client: 'nordkap',
    contact: 'lukasz',
    subject: 'ERP is crawling, trucks are waiting at the gate',
    description: prose`
      Hi,

      ERP-01 needs 40+ seconds to print one delivery note. We have nine trucks at the gate and the drivers \
      are getting creative with their language.

      - started around 05:50
      - all users, HQ and depot
      - CPU on SQL-01 is at 100 % since then (I can see it, I can't fix it)
      - nothing was changed by us

      Call me: I am at the gate, not at my desk.

      Łukasz`,
    priority: 'urgent',
    assignee: 'jonas',
    assets: ['nk-erp', 'nk-sql'],
    tags: ['erp', 'performance'],
    source: 'email',
    daysAgo: 0.09,
    status: 'open',
    timeline: [
      { kind: 'status', to: 'working', by: 'jonas', minutesLater: 4 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 3,
        minutesWorked: 5,
        text: prose`
          Łukasz, I'm on SQL-01 now. One query holds everything up; I'm checking whether it is safe to stop \
          it. Two minutes.`,
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 8,
        minutesWorked: 15,
        text: prose`
          It's the new stock forecast report, scheduled for 05:45 by their ERP consultant, without an index \
          on 61 million rows. Killed session 88. CPU back at 22 %.

          Back to open: the schedule is disabled, but somebody has to talk to the consultant, and I am due \
          at Lindenhof.`,
      },
      { kind: 'status', to: 'open', by: 'jonas', minutesLater: 20 },
      {
        kind: 'reply',
        by: 'lukasz',
        minutesLater: 12,
        text: prose`
          Printing again, 2 seconds. First three trucks are gone. Who starts a thing like that at a quarter \
          to six?!`,
      },
    ],
  },
  {
    client: 'nordkap',
    contact: 'giorgos',
    subject: "Two handheld scanners don't connect after the battery change",
    description: prose`
      Hello support,

      scanners number 7 and 11 in the depot don't find the Wi-Fi since we changed the batteries. They show \
      the correct time and the wrong date, year 2015. All others work.

      We have two people standing around.

      Γιώργος`,
    priority: 'high',
    assets: ['nk-scan'],
    tags: ['handheld'],
    source: 'email',
    daysAgo: 0.55,
    status: 'open',
    timeline: [
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 35,
        text: prose`
          Wrong clock, so the certificate for the Wi-Fi is "not yet valid". Needs the date set by hand once, \
          then NTP does the rest. Nobody assigned yet: I'm on site at the school until noon.`,
      },
    ],
  },
  {
    client: 'nordkap',
    contact: 'amara',
    subject: 'Customers say our invoices land in their spam',
    description: prose`
      Hi Bluewater,

      Four customers in one week have told me that our invoices arrive in their spam folder. It started when \
      accounts moved to the new invoicing tool. One of them sent me this line from their side, I hope it \
      says something to you:

      SPF softfail, DKIM none, DMARC fail for nordkap-freight.example

      They pay late as it is.

      Amara Okonkwo
      Accounts receivable`,
    priority: 'medium',
    tags: ['mail'],
    source: 'email',
    daysAgo: 1.9,
    status: 'open',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 25 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 40,
        minutesWorked: 15,
        text: prose`
          Hi Amara,

          That line says everything, thank you for sending it. The new tool sends in your name, but your \
          domain doesn't know about it yet. We need two entries in the DNS, and the tool shows them under \
          Settings, Sending domain. Could you make me a user there or send me a screenshot of that page?

          Priya`,
      },
    ],
  },
  {
    client: 'nordkap',
    contact: 'bjork',
    subject: 'Calendar shows Icelandic holidays twice',
    description: prose`
      Hi! A tiny thing. In my Outlook calendar every Icelandic holiday is there twice since I added them a \
      second time by mistake. Deleting them one by one is 15 per year until 2040. Is there a trick?

      Takk,
      Björk`,
    priority: 'low',
    tags: ['microsoft-365'],
    source: 'email',
    daysAgo: 5.1,
    status: 'open',
    timeline: [],
  },
  {
    client: 'nordkap',
    contact: 'soren',
    subject: 'Line between HQ and depot drops in the afternoon',
    description: prose`
      Hi,

      The connection between HQ and the depot is gone for one or two minutes, most afternoons, between 14 \
      and 16. The phones at the depot are dead for that time too.

      I understand there is a second line. Why doesn't it take over?

      Søren Kjærgaard
      Managing Director`,
    priority: 'high',
    assets: ['nk-fw1', 'nk-fw2'],
    tags: ['vpn', 'network'],
    source: 'email',
    daysAgo: 3.3,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 14 },
      { kind: 'status', to: 'working', by: 'alex', minutesLater: 3 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 50,
        minutesWorked: 40,
        text: prose`
          Hi Søren,

          Good question. The second line does take over, but only after 90 seconds without an answer, and \
          your interruptions are about that long. I have set it to 10 seconds on both firewalls, so you \
          should hear a short crackle instead of losing the call.

          Why the first line drops at all is a separate question, which I have put to the provider with our \
          measurements.

          Alex`,
      },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 12,
        text: prose`
          Provider's first answer: "no fault found, have you restarted the modem". Ours show 100 % loss on \
          their first hop, at 14:02, 14:41 and 15:17. Sent graph, asked for second level. If this takes \
          longer than a week I want Søren to escalate with his account manager, he's the one with the fleet \
          contract.`,
      },
      {
        kind: 'reply',
        by: 'soren',
        minutesLater: 1500,
        text: prose`
          Yesterday: two crackles and no dead phones. That is already a different life. Please keep on with \
          the provider.`,
      },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 60,
        minutesWorked: 5,
        text: "Will do, and I'll keep you posted here.",
      },
    ],
  },
  {
    client: 'nordkap',
    contact: 'lukasz',
    subject: 'Test system for the ERP upgrade',
    description: prose`
      Hi,

      for the upgrade in the new year our consultant wants a copy of ERP-01 and SQL-01 to try things. \
      Requirements from his mail:

      1. copy of production data, not older than one week
      2. no mails going out from it, ever
      3. reachable for him by VPN, nothing else reachable from it
      4. can be thrown away after six weeks

      Is it possible on our hardware or do we need something?

      Łukasz`,
    priority: 'medium',
    assets: ['nk-erp'],
    tags: ['erp', 'project'],
    source: 'email',
    daysAgo: 7.4,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'priya', minutesLater: 130 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 1100,
        minutesWorked: 30,
        text: prose`
          Hi Łukasz,

          It fits on your hardware: memory is sufficient if the test system gets half of what production \
          has. Number 2 is the one I take most seriously, I'll cut it off at the firewall and in the ERP's \
          settings both.

          You'll have it by the end of next week.

          Jonas`,
      },
      { kind: 'status', to: 'working', by: 'jonas', minutesLater: 20 },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 4000,
        minutesWorked: 180,
        text: prose`
          VMs cloned and renamed, network 10.20.99.0/24, outbound 25/465/587 blocked. Open: personal data. \
          The consultant works for himself; do they have a processing agreement with him? Ask Søren through \
          Alex, not in the ticket.`,
      },
    ],
  },
  {
    client: 'nordkap',
    contact: 'giorgos',
    subject: 'Spare holsters and straps for scanners',
    description: prose`
      Please order 6 holsters and 10 hand straps for the scanners. Same as last time.

      Γιώργος Παπαδάκης`,
    priority: 'low',
    assets: ['nk-scan'],
    tags: ['handheld', 'hardware'],
    source: 'email',
    daysAgo: 10.2,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 400 },
      { kind: 'status', to: 'working', by: 'priya', minutesLater: 10 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 15,
        minutesWorked: 10,
        text: prose`
          Hi Giorgos, ordered today, delivery in two parts: straps next week, holsters about ten days later.`,
      },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 7200,
        minutesWorked: 5,
        text: prose`
          The straps have been delivered to the depot, according to the carrier. Holsters still to come.`,
      },
      { kind: 'reply', by: 'giorgos', minutesLater: 900, text: 'Straps received, 10 pieces. Thank you.' },
    ],
  },
  {
    client: 'nordkap',
    contact: 'amara',
    subject: 'Hardware keys instead of phones for the warehouse office',
    description: prose`
      Dear team, six people in the warehouse office don't have a company phone and rightly don't want the \
      authenticator on their private one. Søren has agreed to hardware keys. Please make an offer for 6 plus \
      2 spares.

      Amara`,
    priority: 'medium',
    tags: ['mfa', 'security'],
    source: 'email',
    daysAgo: 18,
    status: 'hold',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'priya', minutesLater: 240 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 700,
        minutesWorked: 15,
        text: prose`
          Hi Amara,

          A good decision. Eight keys with USB-C and NFC are quoted in the PDF that Soraya is sending to \
          your billing address. Setup takes about 10 minutes per person; we would do it at the depot in one \
          go.

          Alex`,
      },
      {
        kind: 'reply',
        by: 'amara',
        minutesLater: 1440,
        text: 'Approved, order number NK-2291. Please send the bill to me and not to Søren.',
      },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 120,
        minutesWorked: 5,
        text: 'Ordered. Distributor: "three to four weeks". Tell Amara when we have a date.',
      },
      { kind: 'status', to: 'hold', by: 'alex', minutesLater: 5 },
    ],
  },
  {
    client: 'nordkap',
    contact: 'bjork',
    subject: 'Teams: people hear me as a robot',
    description: prose`
      Hæ,

      in Teams calls people tell me that I sound like a robot under water. Headset and built-in microphone \
      both. On the phone app it's fine. Laptop LT-NK-22.

      Björk`,
    priority: 'medium',
    assets: ['nk-lt22'],
    tags: ['laptop', 'teams'],
    source: 'email',
    daysAgo: 12,
    status: 'hold',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 45 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 90,
        minutesWorked: 15,
        text: prose`
          Hi Björk,

          I had a look at your last five calls: lots of lost packets, and always when the laptop is docked. \
          May I ask you to try two calls undocked, on Wi-Fi, and tell me how they went?`,
      },
      {
        kind: 'reply',
        by: 'bjork',
        minutesLater: 2880,
        text: 'Undocked: human. Docked: robot. Interesting!',
      },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 40,
        minutesWorked: 20,
        text: prose`
          Very. There is a firmware update for the dock which mentions exactly this, but it fails on yours. \
          I have asked for a replacement on warranty. Until then please use Wi-Fi for calls.

          Priya`,
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 5,
        text: prose`
          RMA requested, 10 working days. Third dock of this batch, see if the others at Nordkap have the \
          same revision.`,
      },
      { kind: 'status', to: 'hold', by: 'priya', minutesLater: 2 },
    ],
  },
  {
    client: 'nordkap',
    contact: 'lukasz',
    subject: 'SQL-01: drive D has 3 % free',
    description: prose`
      Monitoring shows drive D on SQL-01 at 97 %. I remember what happened last time, so I would rather be \
      early.

      Łukasz`,
    priority: 'high',
    assets: ['nk-sql'],
    tags: ['disk'],
    source: 'email',
    daysAgo: 2.1,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'jonas', minutesLater: 8 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 35,
        minutesWorked: 30,
        text: prose`
          Hi Łukasz,

          Early is good. Two old copies of the database were lying there, from the last upgrade, 118 GB \
          together. They are in the archive on the NAS anyway, so I removed them: 31 % free now.

          I've also lowered the warning from 95 to 85 %, so that we both sleep better.

          Jonas`,
      },
      { kind: 'reply', by: 'lukasz', minutesLater: 20, text: 'Perfect, dzięki!' },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 4 },
    ],
  },
  {
    client: 'nordkap',
    contact: 'soren',
    subject: 'Mail on my new phone',
    description: prose`
      New phone, old number. How do I get my mail on it? I am at the airport until 16:30.

      Søren`,
    priority: 'medium',
    tags: ['mobile'],
    source: 'email',
    daysAgo: 3.4,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 5 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 6,
        minutesWorked: 5,
        text: prose`
          Hi Søren,

          Three steps, all on airport Wi-Fi:

          1. install Outlook from the store
          2. sign in with your mail address
          3. approve with the number shown on your OLD phone, so please don't hand that one in yet

          Priya`,
      },
      { kind: 'reply', by: 'soren', minutesLater: 25, text: 'It works. Boarding. Tak!' },
      { kind: 'status', to: 'hold', by: 'priya', minutesLater: 10 },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 15,
        text: 'On hold until he has handed in the old phone, then remove it from the tenant.',
      },
      { kind: 'reply', by: 'soren', minutesLater: 2300, text: "Old phone is on Łukasz's desk." },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 90,
        minutesWorked: 10,
        text: 'Thank you. It has been wiped and taken off your account.',
      },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 1 },
    ],
  },
  {
    client: 'nordkap',
    contact: 'giorgos',
    subject: 'No Wi-Fi in aisle 14',
    description: prose`
      In aisle 14 the scanners lose the network since they put the new racks. Picking stops there.

      Γιώργος`,
    priority: 'high',
    assets: ['nk-scan'],
    tags: ['wifi', 'network'],
    source: 'email',
    daysAgo: 38,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'alex', minutesLater: 20 },
      { kind: 'status', to: 'working', by: 'jonas', minutesLater: 30 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 1200,
        minutesWorked: 90,
        text: prose`
          Hello Giorgos,

          I walked the aisle with the meter. The new racks are steel up to the roof, and the access point is \
          on the wrong side of them now. We move it by four metres and add one.`,
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 20,
        text: 'Needs a lift and somebody licensed for it. Łukasz has both.',
      },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 5600,
        minutesWorked: 150,
        text: prose`
          Both access points hang and every shelf in aisle 14 is at -61 dBm or better. Please pick as usual \
          and write if anything is odd.`,
      },
      {
        kind: 'reply',
        by: 'giorgos',
        minutesLater: 1000,
        text: 'Two shifts without problem. Thank you Jonas, good work.',
      },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 30 },
      { kind: 'status', to: 'closed', by: 'jonas', minutesLater: 3600 },
    ],
  },
  {
    client: 'nordkap',
    contact: 'bjork',
    subject: 'Change my name in the system',
    description: prose`
      Hi, the directory has me as "Bjork Sigurdardottir". Could it please be Björk Sigurðardóttir, as in my \
      passport? My address can stay without the letters, I know machines are afraid of them.

      Björk`,
    priority: 'low',
    tags: ['account'],
    source: 'email',
    daysAgo: 30,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 50 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 30,
        minutesWorked: 10,
        text: 'Hæ Björk, done: display name, signature and phone directory. The machines took it bravely.',
      },
      { kind: 'reply', by: 'bjork', minutesLater: 15, text: "It's beautiful. Takk fyrir!" },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 5 },
      { kind: 'status', to: 'closed', by: 'priya', minutesLater: 2600 },
    ],
  },
  {
    client: 'nordkap',
    contact: 'lukasz',
    subject: 'Depot offline',
    description: prose`
      Everything at the depot is offline since 11:20. Phones, scanners, ERP. I'm writing from my mobile.`,
    priority: 'urgent',
    assets: ['nk-fw2'],
    tags: ['network'],
    source: 'email',
    daysAgo: 24.5,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 2 },
      { kind: 'status', to: 'working', by: 'alex', minutesLater: 1 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 2,
        minutesWorked: 5,
        text: prose`
          We see it too: the firewall at the depot doesn't answer, and neither does the provider's modem. Is \
          there power in the cabinet?`,
      },
      {
        kind: 'reply',
        by: 'lukasz',
        minutesLater: 7,
        text: 'No. Electrician on site. He says he "was sure this one was free".',
      },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 4,
        minutesWorked: 5,
        text: prose`
          Then it's the shortest root cause of the year. Ask him to switch it on again, the firewall needs \
          five minutes.`,
      },
      { kind: 'reply', by: 'lukasz', minutesLater: 14, text: 'All green. He is buying the coffee.' },
      { kind: 'status', to: 'resolved', by: 'alex', minutesLater: 20 },
      { kind: 'status', to: 'closed', by: 'alex', minutesLater: 3800 },
    ],
  },
  {
    client: 'nordkap',
    contact: 'amara',
    subject: 'Leaver: please close the account of our temp',
    description: prose`
      The contract of our temp in accounts ended on Friday. Please close the account, I need the mailbox as \
      shared for three months.

      Amara`,
    priority: 'medium',
    tags: ['offboarding'],
    source: 'email',
    daysAgo: 52,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'jonas', minutesLater: 80 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 45,
        minutesWorked: 20,
        text: prose`
          Hi Amara,

          Done: sign-in blocked, sessions ended, mailbox converted to a shared one and opened for you. It is \
          removed after 90 days unless you tell us otherwise. The licence is free again.

          Jonas`,
      },
      { kind: 'note', by: 'jonas', minutesLater: 5, text: 'Reminder set for day 85.' },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 10 },
      { kind: 'status', to: 'closed', by: 'jonas', minutesLater: 4000 },
    ],
  },
]
