import type { DemoTicket } from './shape.ts'
import { prose } from './tickets-prose.ts'

export const hartwellTickets: DemoTicket[] = [
  {
    client: 'hartwell',
    contact: 'dele',
    subject: 'Backup failed on SRV-02',
    description: prose`
      Morning,

      The backup report for SRV-02 came in red again. That is the document management server, so please \
      treat it as urgent: we have a completion on Friday and everything for it is on there.

      What the mail says:

      - Job: SRV-02 nightly, incremental
      - Result: Failed
      - Error: the backup repository is out of free space (0.4 GB left of 8 TB)
      - Last good restore point: three nights ago

      SRV-01 went through without complaint, as far as I can see.

      Dele Adeyemi
      Practice Manager, Hartwell & Moss LLP`,
    priority: 'urgent',
    assets: ['hm-srv02', 'hm-nas'],
    tags: ['backup'],
    source: 'email',
    daysAgo: 0.12,
    status: 'open',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 9 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 12,
        minutesWorked: 10,
        text: prose`
          Hi Dele,

          Seen, and I have it. The NAS is full, so nothing has happened to SRV-02 itself: the documents are \
          fine, they are just three days short of a copy.

          I am removing expired restore points now and will start a full run by hand straight after. Expect \
          the server to feel a little slow for two hours or so.

          Priya`,
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 25,
        minutesWorked: 20,
        text: prose`
          The retention on the SRV-02 job was 90 days, not 30. Somebody changed it in spring and did not \
          write it down. If it was one of us, nobody gets shouted at, but I would like to know before I put \
          it back.

          1.9 TB will come free. That only buys us about five months, so the bigger NAS has to go into their \
          budget talk.`,
      },
      {
        kind: 'reply',
        by: 'dele',
        minutesLater: 31,
        text: 'Thank you. Slow is fine, as long as Margaret is not told that it is slow because of me.',
      },
    ],
  },
  {
    client: 'hartwell',
    contact: 'ines',
    subject: 'Shared mailbox "Litigation" has vanished from Outlook',
    description: prose`
      Hello,

      Since this morning I don't see the shared mailbox "Litigation" any more. Rupert still has it, so I \
      suppose it is only me. I restarted Outlook and the laptop, no change. In the browser I can open it \
      with the long address, but then I can't drag mails into my own folders.

      It isn't the end of the world but it slows me down a lot.

      Best,
      Inês`,
    priority: 'medium',
    tags: ['microsoft-365'],
    source: 'email',
    daysAgo: 0.4,
    status: 'open',
    timeline: [],
  },
  {
    client: 'hartwell',
    contact: 'rupert',
    subject: 'VPN drops every ten minutes, again',
    description: prose`
      For the third time this month the VPN throws me out in the middle of a dictation. I reconnect, I work \
      for ten minutes, it throws me out. I am billing clients by the hour and I am losing a quarter of each \
      one to your software.

      I do not want to be sent instructions for restarting my router. I have restarted it.

      Rupert Ashby-Jones`,
    priority: 'high',
    assignee: 'jonas',
    assets: ['hm-fw'],
    tags: ['vpn'],
    source: 'email',
    daysAgo: 1.1,
    status: 'open',
    timeline: [
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 22,
        minutesWorked: 10,
        text: prose`
          Good morning Mr Ashby-Jones,

          No router restarts, I promise. On the firewall I can see your sessions ending after exactly 600 \
          seconds, each time because the other side stops answering our keepalive. That is a pattern, not \
          bad luck, and it points to one setting rather than to your line.

          I have changed the way your profile keeps the tunnel alive. You don't need to do anything except \
          disconnect and connect once. Could you tell me after half an hour whether it held?

          Jonas Becker
          Bluewater IT`,
      },
      {
        kind: 'reply',
        by: 'rupert',
        minutesLater: 95,
        text: 'It held for forty minutes, then dropped. Better, but not what I would call working.',
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 15,
        minutesWorked: 30,
        text: prose`
          So it isn't only DPD. After 40 min there is a rekey and his hotspot's CGNAT seems to eat the new \
          flow. He is NOT at home, the source address belongs to a mobile carrier. I don't want to open with \
          that in a mail to him; will call.

          Plan: move his profile to TLS on 443, which nobody else at H&M uses yet.`,
      },
    ],
  },
  {
    client: 'hartwell',
    contact: 'fiona',
    subject: 'Question about the number of licences on the last invoice',
    description: prose`
      Hi there,

      Your invoice for this month has 31 Microsoft 365 licences. I count 28 people, and that includes two \
      who are on parental leave. Could you let me have a list of who has one, so that I can match it with \
      payroll?

      No hurry, end of next week is fine.

      Fiona O'Brien
      Accounts`,
    priority: 'low',
    tags: ['licensing', 'question'],
    source: 'email',
    daysAgo: 2.6,
    status: 'open',
    timeline: [
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 180,
        minutesWorked: 5,
        text: prose`
          Hi Fiona,

          A fair question. I am having the list drawn up by name, licence and last sign-in, and will send it \
          here.

          Alex`,
      },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 4,
        text: prose`
          Two of the three are leavers from the summer that we never released (the offboarding ticket was \
          closed without the last step). Soraya, please hold the renewal line for this client until this is \
          answered, and let's credit the two without being asked.`,
      },
    ],
  },
  {
    client: 'hartwell',
    contact: 'margaret',
    subject: 'LT-HM-07: battery swelling, replacement laptop needed',
    description: prose`
      Margaret Hartwell rang. Her trackpad has become hard to press and the laptop no longer lies flat on \
      the desk: almost certainly a swollen battery.

      Agreed on the phone:

      - she stops using and charging it today
      - she works on the pool laptop until the new one is there
      - new device: same model, 32 GB, UK keyboard
      - data moves over with the profile, nothing is stored locally`,
    priority: 'high',
    assignee: 'priya',
    assets: ['hm-lt07'],
    tags: ['laptop', 'hardware'],
    source: 'console',
    daysAgo: 1.8,
    status: 'working',
    timeline: [
      { kind: 'status', to: 'working', by: 'priya', minutesLater: 5 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 20,
        minutesWorked: 15,
        text: prose`
          Dear Margaret,

          As just discussed: please leave LT-HM-07 switched off, away from the radiator, and don't put it in \
          your car. Jonas collects it tomorrow and brings a fireproof bag.

          The replacement is ordered and should be with us the day after tomorrow. We will set it up here, \
          so that you only need to sign in.

          Kind regards,
          Priya`,
      },
      {
        kind: 'reply',
        by: 'margaret',
        minutesLater: 240,
        text: prose`
          Thank you, Priya. It is sitting on the stone floor in the archive like a naughty child. Is there \
          any chance the new one is lighter?`,
      },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 35,
        minutesWorked: 5,
        text: 'By 140 grams, so yes, a little!',
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 900,
        minutesWorked: 45,
        text: prose`
          Collected. Bulge of about 6 mm. Gone to the recycler, certificate is in the client folder. \
          Warranty ended four months ago, so it's on their account.`,
      },
    ],
  },
  {
    client: 'hartwell',
    contact: 'dele',
    subject: 'TLS certificate of the client portal expires in 12 days',
    description: prose`
      Forwarding what the monitoring sent me, in case it went only to me:

      portal.hmlaw.example: certificate expires in 12 days. Issuer: the commercial one that we buy each \
      year.

      Can we please not do this by hand at 11 pm like last year?

      Dele`,
    priority: 'medium',
    assets: ['hm-srv01'],
    tags: ['certificate'],
    source: 'email',
    daysAgo: 6.2,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'alex', minutesLater: 40 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 55,
        minutesWorked: 10,
        text: prose`
          Hi Dele,

          No night shift this time. My proposal is to replace the yearly certificate with one that renews \
          itself every 60 days. It costs nothing, and the portal's vendor supports it since their last \
          release.

          I need two things from you:

          1. your OK to stop buying the yearly one
          2. a maintenance window of 15 minutes, outside office hours

          Jonas`,
      },
      {
        kind: 'reply',
        by: 'dele',
        minutesLater: 1300,
        text: prose`
          1. OK, gladly
          2. any evening after 19:00 this week, except tomorrow`,
      },
      { kind: 'status', to: 'working', by: 'jonas', minutesLater: 10 },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 30,
        minutesWorked: 40,
        text: prose`
          Port 80 is closed on their firewall and should stay closed, so DNS challenge. The zone for \
          hmlaw.example is still at the old registrar, without API. See the domain transfer ticket: do that \
          one first.`,
      },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 2600,
        minutesWorked: 15,
        text: prose`
          Short update: the certificate has to wait until your domain has moved, which should be done in \
          three days. There is enough time left, and I have a reminder set with four days to spare.`,
      },
    ],
  },
  {
    client: 'hartwell',
    contact: 'ines',
    subject: 'Scan to mail arrives twice',
    description: prose`
      Hi,

      Every time I scan something on the big machine on the first floor the mail arrives twice in my inbox. \
      Same PDF, same minute. Colleagues say theirs arrive once. I am not complaining, twice is better than \
      never, but I file everything double.

      Inês`,
    priority: 'low',
    assets: ['hm-prn'],
    tags: ['scanner'],
    source: 'email',
    daysAgo: 9.5,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'priya', minutesLater: 70 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 1400,
        minutesWorked: 10,
        text: prose`
          Hello Inês,

          Could you look at something for me? On the machine choose Address book and then your name. Is \
          there one address or are there two?`,
      },
      {
        kind: 'reply',
        by: 'ines',
        minutesLater: 85,
        text: 'Two! inês.carvalho with the accent and ines.carvalho without. Who knew.',
      },
      { kind: 'status', to: 'working', by: 'jonas', minutesLater: 20 },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 5,
        minutesWorked: 10,
        text: prose`
          The import script writes the display name into the mail address and the mail server has an alias \
          that happily accepts it. Twelve more people with accents will have the same. Fix the import first, \
          then clean up the address book.`,
      },
    ],
  },
  {
    client: 'hartwell',
    contact: 'dele',
    subject: 'Transfer of hmlaw.example to us',
    description: prose`
      As discussed in the quarterly meeting: please take over the domain hmlaw.example from our old web \
      agency. They are friendly but slow. The contact is their office; I have told them you would write.

      Nothing must happen to mail, we use it as an alias for half of the partners.`,
    priority: 'medium',
    assets: ['hm-srv01'],
    tags: ['domain'],
    source: 'email',
    daysAgo: 16,
    status: 'hold',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 200 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 30,
        minutesWorked: 20,
        text: prose`
          Hi Dele,

          Will do. The order of things, so that mail is never at risk:

          1. we copy the zone to our name servers and compare them record by record
          2. the agency unlocks the domain and gives us the transfer code
          3. we start the transfer, you confirm the mail which goes to the registered owner
          4. name servers are switched only when all that is done

          Alex`,
      },
      { kind: 'status', to: 'working', by: 'alex', minutesLater: 5 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 4300,
        minutesWorked: 15,
        text: 'Step 1 is done, 34 records, all equal. We have asked the agency for the code.',
      },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 5760,
        minutesWorked: 10,
        text: prose`
          Second reminder to the agency. They answered with an offer for a redesign of the website. \
          Charming.`,
      },
      { kind: 'status', to: 'hold', by: 'alex', minutesLater: 2 },
    ],
  },
  {
    client: 'hartwell',
    contact: 'margaret',
    subject: 'Retention rules for matters older than ten years',
    description: prose`
      Dear all,

      The partners have decided that files of closed matters are to be deleted after ten years, unless there \
      is a reason to keep them. Could you tell us what is technically possible, and what it would cost? We \
      would need:

      - a rule that works on the matter number, not the folder's date
      - a list for approval before anything is deleted
      - proof of deletion

      Kind regards
      Margaret Hartwell`,
    priority: 'low',
    tags: ['project', 'microsoft-365'],
    source: 'email',
    daysAgo: 22,
    status: 'hold',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 300 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 1500,
        minutesWorked: 40,
        text: prose`
          Dear Margaret,

          All three are possible with the licences you have. The first is the difficult one: the matter \
          number has to become a column of the library, and so far it is one only for matters opened in the \
          last six years.

          I suggest a trial with one department. I will send an estimate once I know how many matters are \
          involved; could Dele let me have an export?

          Priya`,
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 10,
        text: prose`
          Realistic estimate: 3 to 4 days. Do not offer it as fixed price, the old folder names are a \
          museum.`,
      },
      { kind: 'status', to: 'hold', by: 'priya', minutesLater: 5 },
    ],
  },
  {
    client: 'hartwell',
    contact: 'rupert',
    subject: 'Printer prints everything in landscape',
    description: prose`
      Every document I print since yesterday comes out sideways. I have a bundle to file.

      R.`,
    priority: 'medium',
    assets: ['hm-prn'],
    tags: ['printer'],
    source: 'email',
    daysAgo: 2.4,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'jonas', minutesLater: 6 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 8,
        minutesWorked: 10,
        text: prose`
          Good afternoon Mr Ashby-Jones,

          The driver was updated overnight and forgot its defaults. I have set yours back to portrait from \
          here. Please print one page and let me know.

          Jonas`,
      },
      { kind: 'reply', by: 'rupert', minutesLater: 18, text: 'Correct now.' },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 5 },
    ],
  },
  {
    client: 'hartwell',
    contact: 'ines',
    subject: 'Is this mail from "Margaret" real?',
    description: prose`
      Hello,

      I received a mail from Margaret asking me to buy gift cards for a client and to keep it confidential. \
      It comes from margaret.hartwell.llp at some free mail address. I didn't answer and didn't click \
      anything, but Tom from reception got it as well and I am not sure what he did.

      What should we do?

      Inês`,
    priority: 'high',
    tags: ['phishing', 'security'],
    source: 'email',
    daysAgo: 1.5,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 4 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 7,
        minutesWorked: 5,
        text: prose`
          Hi Inês,

          Perfect reaction, thank you. It is not from Margaret. Please delete it. I am calling Tom right \
          now.`,
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 20,
        minutesWorked: 25,
        text: prose`
          Tom answered "sure, how many?" but bought nothing. No link, no attachment, no credentials. \
          Searched the tenant: 9 recipients, all purged. Sender and reply-to blocked.

          Margaret's name and picture are on the website with all assistants, that is where they get it.`,
      },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 30,
        minutesWorked: 15,
        text: prose`
          Hello Inês,

          All clear: nine colleagues had that mail, nobody bought anything, and it has been removed from \
          every mailbox. From today, mails from outside which carry a partner's name have a yellow banner.

          Would you mind if I used your report as the good example in the next security newsletter (without \
          your name, if you prefer)?

          Priya`,
      },
      { kind: 'reply', by: 'ines', minutesLater: 120, text: 'With name, please. My mother will be proud :)' },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 10 },
    ],
  },
  {
    client: 'hartwell',
    contact: 'dele',
    subject: 'Backup failed on SRV-01',
    description: prose`
      The nightly backup of SRV-01 failed with "VSS writer timed out". First time this year.

      Dele`,
    priority: 'high',
    assets: ['hm-srv01', 'hm-nas'],
    tags: ['backup'],
    source: 'email',
    daysAgo: 41,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 15 },
      { kind: 'status', to: 'working', by: 'priya', minutesLater: 5 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 60,
        minutesWorked: 30,
        text: prose`
          Hi Dele,

          The server had a pending update which blocked the snapshot. It is installed, the server restarted \
          at 06:40 before anyone was in, and the backup has run by hand without errors.

          I'd like to see one regular night before I call it solved.`,
      },
      { kind: 'reply', by: 'dele', minutesLater: 50, text: 'Agreed.' },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 1500,
        minutesWorked: 5,
        text: 'And the night was green: 412 GB, 38 minutes, restore test of one file included.',
      },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 2 },
      { kind: 'status', to: 'closed', by: 'priya', minutesLater: 3000 },
    ],
  },
  {
    client: 'hartwell',
    contact: 'fiona',
    subject: 'My mailbox is full',
    description: prose`
      Outlook says I have used 49.8 of 50 GB and I can't send remittances any more. I don't dare delete \
      anything because of the auditors.

      Fiona`,
    priority: 'medium',
    tags: ['microsoft-365', 'mailbox'],
    source: 'email',
    daysAgo: 27,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'alex', minutesLater: 12 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 18,
        minutesWorked: 15,
        text: prose`
          Hello Fiona,

          You don't have to delete anything. I have switched on your archive: mails older than two years \
          move there by themselves, you find them under "In-Place Archive" in the folder list, and search \
          still covers them. Sending works again already, because I raised the limit for today.

          Jonas`,
      },
      {
        kind: 'reply',
        by: 'fiona',
        minutesLater: 75,
        text: 'Brilliant, thank you. It is moving things as I watch.',
      },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 10 },
      { kind: 'status', to: 'closed', by: 'jonas', minutesLater: 2880 },
    ],
  },
  {
    client: 'hartwell',
    contact: 'margaret',
    subject: 'New starter: trainee solicitor, begins on the 1st',
    description: prose`
      Margaret called to announce a new trainee solicitor.

      - Account as for the other trainees, groups "Trainees" and "Property"
      - Laptop from the pool, docking station on desk 14
      - Phone extension 214
      - Building card comes from reception, not from us`,
    priority: 'medium',
    assignee: 'alex',
    tags: ['onboarding'],
    source: 'console',
    daysAgo: 55,
    status: 'closed',
    timeline: [
      { kind: 'status', to: 'working', by: 'alex', minutesLater: 60 },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 2900,
        minutesWorked: 60,
        text: 'Account, laptop and extension ready. Password letter in a sealed envelope with reception.',
      },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 30,
        minutesWorked: 5,
        text: prose`
          Dear Margaret,

          Everything is ready for your new colleague, including a 20 minute introduction with Jonas at 9:30 \
          on the first day.

          Alex`,
      },
      { kind: 'reply', by: 'margaret', minutesLater: 400, text: 'Splendid, thank you.' },
      { kind: 'status', to: 'resolved', by: 'alex', minutesLater: 60 },
      { kind: 'status', to: 'closed', by: 'alex', minutesLater: 4000 },
    ],
  },
]
