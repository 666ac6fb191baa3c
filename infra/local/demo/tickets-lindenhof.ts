import type { DemoTicket } from './shape.ts'
import { prose } from './tickets-prose.ts'

export const lindenhofTickets: DemoTicket[] = [
  {
    client: 'lindenhof',
    contact: 'katrin',
    subject: 'Röntgen-PC startet nicht mehr',
    description: prose`
      Guten Morgen,

      der Röntgen-PC in Raum 2 bleibt seit heute früh beim Herstellerlogo stehen. Wir haben um 9 Uhr den \
      ersten Patienten mit einer Wurzelbehandlung und brauchen die Aufnahmen.

      Was wir schon versucht haben:

      - aus- und eingeschaltet (dreimal)
      - USB-Dongle ab und wieder dran
      - Netzkabel geprüft

      Bitte rufen Sie direkt in der Praxis an, nicht auf dem Handy.

      Dr. Katrin Weiß`,
    priority: 'urgent',
    assets: ['ld-xray'],
    tags: ['imaging'],
    source: 'email',
    daysAgo: 0.06,
    status: 'open',
    timeline: [
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 5,
        text: prose`
          Called the practice: it is the boot disk, the BIOS does not list it any more. Whoever reads this \
          first and has a spare SATA SSD in the car, please take it. The imaging vendor's hotline number is \
          in the client notes.`,
      },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'sophie',
    subject: 'Wi-Fi in the hygiene room keeps asking for a password',
    description: prose`
      Hi,

      The tablet in the hygiene room asks for the Wi-Fi password several times a day. I type it in, it \
      works, and after lunch it asks again. The one in Marek's room is fine.

      Sophie`,
    priority: 'medium',
    tags: ['wifi'],
    source: 'email',
    daysAgo: 0.7,
    status: 'open',
    timeline: [],
  },
  {
    client: 'lindenhof',
    contact: 'juergen',
    subject: 'Wie lange werden unsere Sicherungen aufbewahrt?',
    description: prose`
      Sehr geehrte Damen und Herren,

      für die Prüfung durch die Ärztekammer benötige ich eine kurze schriftliche Auskunft:

      1. Wie oft wird die Praxisdatenbank gesichert?
      2. Wo liegen die Sicherungen, und sind sie verschlüsselt?
      3. Wie lange werden sie aufbewahrt?
      4. Wann wurde zuletzt eine Rücksicherung getestet?

      Eine halbe Seite genügt.

      Mit freundlichen Grüßen
      Jürgen Brandt`,
    priority: 'medium',
    assignee: 'priya',
    assets: ['ld-srv'],
    tags: ['backup', 'question'],
    source: 'email',
    daysAgo: 2.2,
    status: 'open',
    timeline: [
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 70,
        minutesWorked: 5,
        text: prose`
          Guten Tag Herr Brandt,

          gern, Sie bekommen die Auskunft bis übermorgen als PDF mit Unterschrift.

          Freundliche Grüße
          Priya Raman`,
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 12,
        text: prose`
          Points 1 to 3 I can write from the job settings. Point 4: the last full restore test I find is \
          fourteen months old. We test it TODAY and write today's date, no creative wording. @Jonas, may I \
          have the spare host for two hours?`,
      },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'marek',
    subject: 'Surgery 2: patient file takes a minute to open',
    description: prose`
      Since the last update of the practice software each file takes 50 to 70 seconds to open in surgery 2. \
      In the other rooms it is about 5. Patients are lying there with their mouths open and look at me.

      Marek Novák`,
    priority: 'medium',
    assets: ['ld-pc2'],
    tags: ['performance'],
    source: 'email',
    daysAgo: 1.4,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'alex', minutesLater: 18 },
      { kind: 'status', to: 'working', by: 'jonas', minutesLater: 4 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 25,
        minutesWorked: 20,
        text: prose`
          Hi Marek,

          I compared the PC with the one next door. Yours is connected at 10 Mbit/s, the other at 1000. That \
          is nearly always the cable or the socket.

          Is it possible that somebody moved the chair or the cabinet lately?`,
      },
      {
        kind: 'reply',
        by: 'marek',
        minutesLater: 50,
        text: prose`
          The cabinet, last week. The cable is under it. I can see it from here, it looks like a fold in a \
          sheet of paper.`,
      },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 20,
        minutesWorked: 5,
        text: prose`
          Then we have found it. I'll come by with a new one after your last patient today, it takes ten \
          minutes.`,
      },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'aylin',
    subject: 'Appointment cards print half a line too low',
    description: prose`
      Hello IT team,

      the appointment cards come out about 4 mm too low since we have the new card stock, so that the time \
      is printed on the line instead of above it. Looks silly but patients can read it.

      Thank you
      Aylin`,
    priority: 'low',
    assets: ['ld-prn'],
    tags: ['printer'],
    source: 'email',
    daysAgo: 4.6,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 240 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 900,
        minutesWorked: 10,
        text: prose`
          Hi Aylin,

          Could you scan one card for me (with a made-up name, please, not a real patient's)? I'll move the \
          template by exactly that much.`,
      },
      {
        kind: 'reply',
        by: 'aylin',
        minutesLater: 150,
        text: prose`
          Here it is in words because the scanner is busy: the text must go up by 4 mm and left by 1 mm. \
          Name: Mickey Mouse.`,
      },
      { kind: 'status', to: 'working', by: 'priya', minutesLater: 30 },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'juergen',
    subject: 'Firewall: firmware update and second Internet line',
    description: prose`
      From the visit on site. Herr Brandt ordered the second line, which was installed by the provider on \
      the day of our visit.

      To do:

      - firmware to the current recommended release
      - second line as failover, cable first, LTE only for card payments
      - test with the plug pulled, outside of surgery hours
      - new drawing for the folder in the server cabinet`,
    priority: 'medium',
    assignee: 'alex',
    assets: ['ld-fw'],
    tags: ['firewall', 'maintenance'],
    source: 'console',
    daysAgo: 8.1,
    status: 'working',
    timeline: [
      { kind: 'status', to: 'working', by: 'alex', minutesLater: 120 },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 3000,
        minutesWorked: 75,
        text: prose`
          Firmware done from here at 20:15, 4 min of downtime. The failover rule is in place but not tested: \
          the door was locked and I have no key any more. Ask Aylin.`,
      },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 40,
        minutesWorked: 5,
        text: prose`
          Guten Tag Herr Brandt,

          die Firmware ist aktuell. Für den Test der zweiten Leitung brauchen wir etwa 30 Minuten vor Ort, \
          am besten nach Praxisschluss. Welcher Abend passt Ihnen?

          Alex Moreau`,
      },
      {
        kind: 'reply',
        by: 'juergen',
        minutesLater: 1100,
        text: prose`
          Donnerstag ab 18:30 Uhr. Frau Yıldız ist bis 19:30 Uhr da und lässt Sie hinein.
          MfG Brandt`,
      },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'katrin',
    subject: 'Imaging software: quotation for the move to the new version',
    description: prose`
      Dear team,

      the manufacturer ends support of our imaging software at the end of the year. Please find out with \
      them what we need for the new version, whether the old images move over completely, and what it will \
      cost us.

      K. Weiß`,
    priority: 'medium',
    assets: ['ld-xray'],
    tags: ['imaging', 'vendor'],
    source: 'email',
    daysAgo: 13,
    status: 'hold',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 90 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 2000,
        minutesWorked: 30,
        text: prose`
          Dear Dr Weiß,

          I spoke to the manufacturer. In short:

          - the images move over completely, they do it remotely in one night
          - XRAY-PC needs 16 GB of memory (it has 8) and a supported Windows
          - their quotation takes about two weeks

          I will come back with one price for everything, theirs and ours.

          Alex`,
      },
      { kind: 'status', to: 'hold', by: 'alex', minutesLater: 3 },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 5800,
        minutesWorked: 5,
        text: prose`
          Asked again, quotation "is with the regional manager". If XRAY-PC dies before that, we should \
          offer a new PC and not repair it twice.`,
      },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'aylin',
    subject: "New phone, can't sign in any more",
    description: prose`
      Hi, my phone fell into the sink (don't ask) and the new one has no authenticator. I can't get into the \
      calendar and I'm alone at reception this afternoon!!

      Aylin (writing from Sophie's PC)`,
    priority: 'high',
    tags: ['mfa', 'account'],
    source: 'email',
    daysAgo: 0.9,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 3 },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 4,
        text: prose`
          Called her back on the practice's main line before touching anything. It is her, I know the voice \
          and she knew the answer.`,
      },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 10,
        minutesWorked: 10,
        text: prose`
          Hi Aylin,

          As just done on the phone: you have a one-time pass that is valid for an hour, and the new phone \
          is registered. The old one has been removed and its sessions are signed out.`,
      },
      {
        kind: 'reply',
        by: 'aylin',
        minutesLater: 14,
        text: "I'm in. You are a lifesaver, thank you thank you!",
      },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 5 },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'juergen',
    subject: 'Verlängerung der Virenschutz-Lizenzen',
    description: prose`
      Guten Tag,

      die Lizenzen für den Virenschutz laufen laut Ihrer Übersicht in 30 Tagen ab. Bitte verlängern Sie für \
      11 Geräte um ein Jahr. Das alte Notebook von Herrn Dr. Novák fällt weg.

      Jürgen Brandt`,
    priority: 'low',
    tags: ['licensing'],
    source: 'email',
    daysAgo: 6.2,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'priya', minutesLater: 65 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 200,
        minutesWorked: 10,
        text: prose`
          Guten Tag Herr Brandt,

          bestellt für 11 Geräte. Die neue Laufzeit beginnt erst, wenn die alte endet, Sie verlieren also \
          keinen Tag.`,
      },
      { kind: 'status', to: 'hold', by: 'alex', minutesLater: 5 },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 5400,
        minutesWorked: 5,
        text: 'Key arrived from the distributor and is applied to the tenant. 11 of 11 report the new date.',
      },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 10,
        minutesWorked: 5,
        text: prose`
          Die Verlängerung ist eingespielt, alle 11 Geräte melden das neue Datum. Die Rechnung kommt mit der \
          Monatsabrechnung.`,
      },
      { kind: 'status', to: 'resolved', by: 'alex', minutesLater: 5 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 30,
        text: prose`
          Ein Nachtrag: Das alte Notebook können Sie uns beim nächsten Besuch mitgeben, wir löschen den \
          Datenträger mit Protokoll.`,
      },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'sophie',
    subject: 'Printer at reception: streaks',
    description: prose`
      Grey streaks on every page, see the attached... oh, I can't scan, the scanner makes them too.

      Sophie`,
    priority: 'low',
    assets: ['ld-prn'],
    tags: ['printer'],
    source: 'email',
    daysAgo: 34,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'jonas', minutesLater: 100 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 60,
        minutesWorked: 5,
        text: prose`
          Hi Sophie,

          If the scan has them as well, it's the glass: there is a narrow strip to the left of the big pane. \
          A soft cloth and a drop of alcohol do wonders, and I believe you have enough of both.`,
      },
      {
        kind: 'reply',
        by: 'sophie',
        minutesLater: 30,
        text: 'Hahaha. It worked. There was a bit of correction fluid on it.',
      },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 30 },
      { kind: 'status', to: 'closed', by: 'jonas', minutesLater: 2900 },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'marek',
    subject: 'Clicked on a parcel link, entered my password',
    description: prose`
      I think I did something stupid. A mail about a parcel, I clicked and signed in with my practice \
      account, then nothing happened. This was about ten minutes ago.

      Marek`,
    priority: 'high',
    tags: ['phishing', 'security'],
    source: 'email',
    daysAgo: 47,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 2 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 3,
        minutesWorked: 5,
        text: prose`
          Not stupid at all, and ten minutes is quick. Your account is locked as of now, I am calling you.`,
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 45,
        minutesWorked: 50,
        text: prose`
          Sign-in from abroad 6 min after he entered it, stopped by MFA. No rules, no consents, no mails \
          sent. Password changed, sessions revoked, domain of the page reported. Six others had the mail, \
          none clicked.`,
      },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 15,
        minutesWorked: 10,
        text: prose`
          Hi Marek,

          Good news in writing: somebody tried your password and failed at the second factor, so nobody was \
          in your mailbox. You have a new password and there is nothing left to do.

          Priya`,
      },
      {
        kind: 'reply',
        by: 'marek',
        minutesLater: 60,
        text: 'Thank you for being quick and for not laughing.',
      },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 20 },
      { kind: 'status', to: 'closed', by: 'priya', minutesLater: 1500 },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'katrin',
    subject: 'Öffnungszeiten auf der Website ändern',
    description: prose`
      Guten Tag, bitte ändern Sie auf der Website die Öffnungszeiten am Mittwoch auf 8 bis 13 Uhr.

      Dr. K. Weiß`,
    priority: 'low',
    tags: ['website'],
    source: 'email',
    daysAgo: 19,
    status: 'closed',
    timeline: [
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 120,
        minutesWorked: 10,
        text: prose`
          Guten Tag Frau Dr. Weiß, ist geändert, auch auf der Seite „Kontakt“ und auf der Karte. Freundliche \
          Grüße, Jonas Becker`,
      },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 2 },
      {
        kind: 'reply',
        by: 'katrin',
        minutesLater: 300,
        text: 'Danke, aber im Fuß der Seite steht noch die alte Zeit.',
      },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 45,
        minutesWorked: 5,
        text: 'Stimmt, die hatte ich übersehen. Jetzt ist auch der Fuß richtig.',
      },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 2 },
      { kind: 'status', to: 'closed', by: 'jonas', minutesLater: 2880 },
    ],
  },
  {
    client: 'lindenhof',
    contact: 'juergen',
    subject: 'LIN-SRV-01: SMART warning on disk 2',
    description: prose`
      Raised from monitoring. Disk 2 of the mirror reports 14 reallocated sectors, four more than yesterday. \
      The array is healthy.`,
    priority: 'medium',
    assignee: 'jonas',
    assets: ['ld-srv'],
    tags: ['hardware'],
    source: 'console',
    daysAgo: 58,
    status: 'closed',
    timeline: [
      { kind: 'status', to: 'working', by: 'jonas', minutesLater: 10 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 30,
        minutesWorked: 10,
        text: prose`
          Guten Tag Herr Brandt,

          eine der beiden Festplatten im Server meldet erste Verschleißzeichen. Es sind keine Daten in \
          Gefahr, weil die zweite alles spiegelt. Wir tauschen sie auf Garantie, im laufenden Betrieb, ohne \
          Unterbrechung.

          Jonas Becker`,
      },
      {
        kind: 'reply',
        by: 'juergen',
        minutesLater: 200,
        text: 'In Ordnung. Bitte melden Sie sich vorher bei der Anmeldung.',
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 2800,
        minutesWorked: 60,
        text: prose`
          Swapped, rebuild took 5 h 10 min, array optimal. Old disk goes back to the manufacturer WITHOUT \
          data retention option, so it was wiped first; log is in the folder.`,
      },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 400 },
      { kind: 'status', to: 'closed', by: 'jonas', minutesLater: 3000 },
    ],
  },
]
