import type { DemoTicket } from './shape.ts'
import { prose } from './tickets-prose.ts'

export const tanakaTickets: DemoTicket[] = [
  {
    client: 'tanaka',
    contact: 'aoi',
    subject: 'NAS is very slow when we open big models',
    description: prose`
      Hello,

      Since the day before yesterday opening a model from the NAS takes five to eight minutes. It used to be \
      one. Saving is slow too, and twice the program said that the file was locked by another user who \
      wasn't at the office.

      - Only big files (over 2 GB), small ones are normal
      - All workstations
      - The NAS has a yellow light, I think it was green before

      We have a competition deadline on Thursday at 12:00. Please help us before that.

      田中 葵 (Aoi Tanaka)`,
    priority: 'high',
    assets: ['tf-nas', 'tf-ws1'],
    tags: ['nas', 'performance'],
    source: 'email',
    daysAgo: 0.3,
    status: 'open',
    timeline: [],
  },
  {
    client: 'tanaka',
    contact: 'emeka',
    subject: 'Plotter prints A0 with a white gap in the middle',
    description: prose`
      Hi team,

      A0 prints have a white strip of about 2 cm in the middle. A1 are OK. I changed the paper roll and \
      printed from two machines, same thing. The preview on screen looks right.

      Emeka`,
    priority: 'medium',
    assignee: 'jonas',
    assets: ['tf-plot'],
    tags: ['plotter'],
    source: 'email',
    daysAgo: 0.95,
    status: 'open',
    timeline: [
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 45,
        minutesWorked: 5,
        text: prose`
          Hi Emeka,

          Thanks for trying those, it saves us a round. Could you print the same PDF from the stick, \
          directly at the plotter? If the strip is gone then it's the driver, and otherwise the print head.`,
      },
      { kind: 'reply', by: 'emeka', minutesLater: 100, text: 'From the stick: no strip. So driver?' },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 15,
        minutesWorked: 10,
        text: prose`
          Driver 5.4 was rolled out with last week's updates, known trouble with tiles over 841 mm. Go back \
          to 5.2 on all six and pin it.`,
      },
    ],
  },
  {
    client: 'tanaka',
    contact: 'luca',
    subject: 'Working from the site office: what would you recommend?',
    description: prose`
      Ciao,

      We will have three people in a container on a building site for fourteen months. There's power, no \
      fibre, and it's dusty. They need the models, video calls and a printer. What would you put there?

      No rush, we move in seven weeks.

      Luca`,
    priority: 'low',
    tags: ['question', 'project'],
    source: 'email',
    daysAgo: 4.4,
    status: 'open',
    timeline: [],
  },
  {
    client: 'tanaka',
    contact: 'daria',
    subject: 'WS-RENDER-01 switches off during long renders',
    description: prose`
      Hello,

      the render workstation switches itself off after 20 to 40 minutes of rendering. No message, just \
      black, and the fans stop. If I render at half the size it survives.

      It happened four times since Monday. We can't do the competition images without it.

      Дарья Соколова`,
    priority: 'high',
    assets: ['tf-ws1'],
    tags: ['hardware', 'graphics'],
    source: 'email',
    daysAgo: 2.7,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'alex', minutesLater: 8 },
      { kind: 'status', to: 'working', by: 'jonas', minutesLater: 10 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 30,
        minutesWorked: 20,
        text: prose`
          Hello Daria,

          I've read the logs: it is not the temperature, it is the power supply. Under full load the \
          graphics card asks for more than the supply can give at its age, and it protects itself.

          A stronger one is in stock and I can replace it tomorrow at 8. Until then I've limited the card to \
          75 %, so renders take longer but should finish.

          Jonas`,
      },
      {
        kind: 'reply',
        by: 'daria',
        minutesLater: 700,
        text: 'It finished overnight! 6 hours instead of 4, but all is there. See you at 8.',
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 650,
        minutesWorked: 70,
        text: prose`
          Supply replaced (850 to 1200 W), limit removed. Burn-in with her own scene for 90 min without \
          fault. The old one had a bulging capacitor. Keep the ticket until the competition is over.`,
      },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 10,
        minutesWorked: 5,
        text: prose`
          The new power supply is in and the full speed is back. I'll leave the ticket open until your \
          deadline has passed, just in case.`,
      },
    ],
  },
  {
    client: 'tanaka',
    contact: 'xochitl',
    subject: 'CAD licences: who uses which?',
    description: prose`
      Hola,

      the CAD vendor raised its prices by 18 % and wants an answer in three weeks. We pay for 14 seats. I \
      doubt that we use all of them. Could you find out how many we really need? A table with name and last \
      use would be perfect.

      Xóchitl Hernández
      Finance`,
    priority: 'medium',
    tags: ['licensing'],
    source: 'email',
    daysAgo: 6.6,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 90 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 1200,
        minutesWorked: 30,
        text: prose`
          Hi Xóchitl,

          First numbers from the licence server, last 60 days:

          - 9 people use it every day
          - 2 use it about once a week
          - 3 seats weren't used at all

          With floating licences 10 would be enough. The vendor doesn't advertise those, but they exist. \
          I've asked for a price.

          Priya`,
      },
      { kind: 'status', to: 'working', by: 'priya', minutesLater: 2 },
      { kind: 'reply', by: 'xochitl', minutesLater: 300, text: 'This is gold. Please keep going.' },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 2700,
        minutesWorked: 10,
        text: prose`
          Quote for 10 floating: 11 % cheaper than now, in spite of the increase. They want a three year \
          contract. Alex to decide how we present it, we get a commission on the named seats and none on \
          floating. Tell her.`,
      },
    ],
  },
  {
    client: 'tanaka',
    contact: 'luca',
    subject: "New domain for the studio's new name",
    description: prose`
      Ciao,

      the partners have decided on a shorter name from next year on. We have bought tfarchitects.example. \
      Plan, please:

      1. mail with the new address for everybody, the old one must work for ever
      2. website moves later, with the agency
      3. signatures on one day, not one by one

      Luca Ferrari`,
    priority: 'medium',
    tags: ['domain', 'mail'],
    source: 'email',
    daysAgo: 17.5,
    status: 'hold',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 130 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 2500,
        minutesWorked: 40,
        text: prose`
          Ciao Luca,

          Number 1 can be ready in a day. Number 3 as well, since your signatures are central. What takes \
          time is reputation: a brand new domain that suddenly sends hundreds of mails a day looks like \
          spam, so I'd start two months early with a few people.

          Tell me the date on which the name becomes public and I'll plan backwards from there.

          Alex`,
      },
      {
        kind: 'reply',
        by: 'luca',
        minutesLater: 4000,
        text: 'The partners discuss the date. It depends on the lawyers (of course).',
      },
      { kind: 'status', to: 'hold', by: 'alex', minutesLater: 60 },
    ],
  },
  {
    client: 'tanaka',
    contact: 'emeka',
    subject: 'No sound in the meeting room',
    description: prose`
      The meeting room has no sound in Teams. We see the clients, they hear us, we don't hear them. Call at \
      14:00!

      Emeka`,
    priority: 'medium',
    tags: ['teams', 'audio'],
    source: 'email',
    daysAgo: 1.7,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 3 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 5,
        minutesWorked: 5,
        text: prose`
          Hi Emeka, on the touch panel: More, Settings, Speaker. I bet it says "Monitor" instead of "Sound \
          bar". Somebody plugged in a screen with speakers.`,
      },
      {
        kind: 'reply',
        by: 'emeka',
        minutesLater: 6,
        text: 'You win the bet. Sound is back, 20 minutes to spare. THANK YOU',
      },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 15 },
    ],
  },
  {
    client: 'tanaka',
    contact: 'aoi',
    subject: 'Japanese input on LT-TF-05',
    description: prose`
      Hello, after the reinstallation of my laptop Japanese input is missing. I can write to you, but not to \
      my parents.

      葵`,
    priority: 'low',
    assets: ['tf-lt05'],
    tags: ['laptop', 'keyboard'],
    source: 'email',
    daysAgo: 7.2,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 40 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 25,
        minutesWorked: 10,
        text: prose`
          Hello Aoi-san,

          It's installed, together with the fonts. Switch with Windows + space. お待たせしました (I hope that's \
          right!)`,
      },
      {
        kind: 'reply',
        by: 'aoi',
        minutesLater: 90,
        text: '完璧です! Perfect. But after a restart it starts in Spanish?',
      },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 1200,
        minutesWorked: 15,
        text: prose`
          That was my mistake: the keyboard list had a leftover from the previous owner. Gone now, also \
          after a restart. I tried it twice.`,
      },
      { kind: 'status', to: 'hold', by: 'priya', minutesLater: 10 },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 5,
        text: 'Leave it until she has been back from Osaka and used it for a day.',
      },
      {
        kind: 'reply',
        by: 'aoi',
        minutesLater: 7000,
        text: "I'm back, and everything is as it should be. Thank you very much.",
      },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 45 },
    ],
  },
  {
    client: 'tanaka',
    contact: 'daria',
    subject: 'VPN from Georgia',
    description: prose`
      I will work from Tbilisi for three weeks. Will the VPN work from there, and is there something I \
      should know?

      Daria`,
    priority: 'medium',
    assets: ['tf-fw'],
    tags: ['vpn'],
    source: 'email',
    daysAgo: 29,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 120 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 300,
        minutesWorked: 15,
        text: prose`
          Hello Daria,

          It'll work if you tell us the dates: sign-ins from outside the EU are blocked, and I'd open \
          Georgia for you alone for that time. Please take the company laptop and not the private one, and \
          use the VPN also in hotels.`,
      },
      {
        kind: 'reply',
        by: 'daria',
        minutesLater: 700,
        text: 'From the 3rd to the 24th. Company laptop only. Thank you!',
      },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 20,
        minutesWorked: 10,
        text: prose`
          Conditional access exception for her account with an end date, so nobody needs to remember it.`,
      },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 5,
        minutesWorked: 5,
        text: "It's set, and ends by itself on the 25th. Have a good trip!",
      },
      { kind: 'status', to: 'resolved', by: 'alex', minutesLater: 2 },
      { kind: 'status', to: 'closed', by: 'alex', minutesLater: 3200 },
    ],
  },
  {
    client: 'tanaka',
    contact: 'xochitl',
    subject: "Copy of last quarter's invoices",
    description: prose`
      Hola, our auditor needs your last three invoices again, as PDF. Could you send them to me?

      Xóchitl`,
    priority: 'low',
    tags: ['invoice', 'question'],
    source: 'email',
    daysAgo: 49,
    status: 'closed',
    timeline: [
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 200,
        minutesWorked: 5,
        text: 'Hi Xóchitl, Soraya has just sent all three to your billing address.',
      },
      { kind: 'reply', by: 'xochitl', minutesLater: 100, text: 'Received, gracias.' },
      { kind: 'status', to: 'resolved', by: 'alex', minutesLater: 60 },
      { kind: 'status', to: 'closed', by: 'alex', minutesLater: 1440 },
    ],
  },
  {
    client: 'tanaka',
    contact: 'luca',
    subject: 'Strange file names in the "Archive" folder',
    description: prose`
      In the folder Archive/2016 some files have a strange ending, ".lck2". I can't open them. Should I be \
      worried?

      Luca`,
    priority: 'high',
    assets: ['tf-nas'],
    tags: ['ransomware', 'security'],
    source: 'email',
    daysAgo: 12,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 1 },
      { kind: 'status', to: 'working', by: 'alex', minutesLater: 1 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 3,
        minutesWorked: 10,
        text: prose`
          Ciao Luca,

          Please don't open any of them. I've set the NAS to read-only as a precaution, so nobody can save \
          for a moment. Tell the others it's us.`,
      },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 40,
        minutesWorked: 60,
        text: prose`
          False alarm, thank heavens. ".lck2" are lock files of the old CAD version, written when Emeka \
          opened 2016 projects in compatibility mode this morning. 43 of them, 0 bytes each, and no original \
          was touched. Snapshots compared with yesterday: equal.`,
      },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 15,
        minutesWorked: 15,
        text: prose`
          All clear. They're empty lock files, made by an old version of your CAD program when somebody \
          opened projects of 2016. The originals are all there, unchanged; I compared them with yesterday's \
          snapshot. The NAS can be written to again.

          You were right to ask at once, please always do.

          Alex`,
      },
      { kind: 'reply', by: 'luca', minutesLater: 20, text: 'Che sollievo. My pulse thanks you.' },
      { kind: 'status', to: 'resolved', by: 'alex', minutesLater: 10 },
      { kind: 'status', to: 'closed', by: 'alex', minutesLater: 3600 },
    ],
  },
  {
    client: 'tanaka',
    contact: 'emeka',
    subject: 'Install a PDF tool that compares drawings',
    description: prose`
      Could I have a PDF tool that compares two drawings? Daria has one, and she finds my mistakes faster \
      than I do.

      Emeka`,
    priority: 'low',
    tags: ['software'],
    source: 'email',
    daysAgo: 8.6,
    status: 'hold',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'jonas', minutesLater: 150 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 60,
        minutesWorked: 10,
        text: prose`
          Hi Emeka, hers is a trial that ends this month. The vendor offers a studio licence for up to 15 \
          people, which costs little more than two single ones. I've asked Luca if you want to have it as a \
          team.`,
      },
      {
        kind: 'reply',
        by: 'emeka',
        minutesLater: 1000,
        text: "I'd bet that he says yes. Meanwhile I'm borrowing Daria's chair.",
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 30,
        minutesWorked: 5,
        text: 'Luca decides after the competition. Nudge him the week after, not before.',
      },
      { kind: 'status', to: 'hold', by: 'jonas', minutesLater: 2 },
    ],
  },
]
