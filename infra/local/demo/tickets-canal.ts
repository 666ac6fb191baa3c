import type { DemoTicket } from './shape.ts'
import { prose } from './tickets-prose.ts'

export const canalTickets: DemoTicket[] = [
  {
    client: 'canal',
    contact: 'yannick',
    subject: 'La caisse du bar ne démarre plus',
    description: prose`
      Bonjour,

      la caisse du bar affiche un écran bleu et redémarre en boucle. On ouvre à 16 h et il y a un groupe de \
      60 personnes ce soir. La deuxième caisse marche, mais elle n'a pas d'imprimante.

      Vous pouvez m'appeler au bar.

      Yannick`,
    priority: 'urgent',
    assets: ['ca-pos'],
    tags: ['point-of-sale'],
    source: 'email',
    daysAgo: 0.04,
    status: 'open',
    timeline: [],
  },
  {
    client: 'canal',
    contact: 'zofia',
    subject: "Price list won't open when I'm at a customer's",
    description: prose`
      Hello!

      When I visit customers I can't open the price list from the shared drive. It says the path isn't \
      available. At the office it's fine. Last week it worked everywhere, but I have got a new laptop since \
      then.

      I had to give prices from memory yesterday. I think I was generous.

      Zofia Dąbrowska
      Sales`,
    priority: 'medium',
    assignee: 'priya',
    tags: ['laptop', 'vpn'],
    source: 'email',
    daysAgo: 0.8,
    status: 'open',
    timeline: [
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 30,
        minutesWorked: 5,
        text: prose`
          Hi Zofia,

          The new laptop didn't get the VPN profile, that's our omission. It's being installed right now \
          while you are online; you'll see a small blue shield next to the clock. Before you open the list, \
          click it and choose Connect.

          Priya`,
      },
      {
        kind: 'reply',
        by: 'zofia',
        minutesLater: 160,
        text: 'I see the shield. It connects and then says "no licence"?',
      },
    ],
  },
  {
    client: 'canal',
    contact: 'chloe',
    subject: 'Scanner vers le dossier Compta: accès refusé',
    description: prose`
      Bonjour à tous,

      depuis lundi le scanner refuse d'enregistrer dans le dossier « Compta » : « accès refusé ». Vers les \
      autres dossiers, ça marche. Je scanne donc dans « Divers » et je déplace à la main.

      Ce n'est pas urgent, mais j'ai 200 factures par semaine.

      Merci d'avance,
      Chloé Mbaye`,
    priority: 'low',
    tags: ['scanner'],
    source: 'email',
    daysAgo: 2.4,
    status: 'open',
    timeline: [
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 50,
        text: prose`
          The permissions on Compta were tightened on Monday at Camille's request, and the scanner's account \
          wasn't on the list. Needs a yes from Camille first, she was very clear about that folder.`,
      },
    ],
  },
  {
    client: 'canal',
    contact: 'baptiste',
    subject: 'Brewhouse PC wants to update itself. During a brew.',
    description: prose`
      Hi,

      The PC in the brewhouse shows a message: "We will restart your device in 3 hours to finish updates". I \
      have a 9 hour brew running, mash is in, and if this thing restarts the pumps stop and I can pour 2,000 \
      litres into the drain.

      I clicked "remind me later". It's the third time. I do not trust it.

      Baptiste`,
    priority: 'high',
    assets: ['ca-plc'],
    tags: ['windows', 'brewhouse'],
    source: 'email',
    daysAgo: 1.6,
    status: 'open',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'jonas', minutesLater: 3 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 4,
        minutesWorked: 10,
        text: prose`
          Baptiste, the restart is cancelled. I paused updates on that PC for 35 days, nothing will happen \
          during this brew or the next ones.

          Which days do you not brew? I'd like to set a proper window instead of a pause.`,
      },
      {
        kind: 'reply',
        by: 'baptiste',
        minutesLater: 420,
        text: 'The beer is safe. Never Sundays, and the second Wednesday of the month is cleaning.',
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 20,
        minutesWorked: 10,
        text: prose`
          Move the brewhouse PC into its own update ring: second Wednesday, 10:00 to 14:00, no deadline. And \
          ask the vendor of the control software which patches they have approved. It should never have been \
          in the office ring.`,
      },
    ],
  },
  {
    client: 'canal',
    contact: 'camille',
    subject: 'Wi-Fi for guests in the taproom',
    description: prose`
      Bonjour,

      We'd like free Wi-Fi for guests in the taproom and on the terrace from next month. What I want:

      - a QR code on the coasters
      - no registration, no advertising
      - guests must never reach the tills or the brewhouse
      - no trouble with the law because of what somebody downloads

      What do you suggest, and what does it cost?

      Camille Lefèvre`,
    priority: 'medium',
    assets: ['ca-fw', 'ca-pos'],
    tags: ['wifi', 'network'],
    source: 'email',
    daysAgo: 4.2,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 70 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 1300,
        minutesWorked: 45,
        text: prose`
          Bonjour Camille,

          We can do all of that with the firewall you have, plus two access points (one of them \
          weatherproof). Guests get a network of their own, with no way into yours, a limit per phone, and \
          the usual filter for illegal content.

          The offer is on its way to Chloé. If it's approved this week, it'll work before the coasters are \
          printed.

          Alex`,
      },
      {
        kind: 'reply',
        by: 'camille',
        minutesLater: 900,
        text: 'Approved! And the coasters need three weeks, so you win.',
      },
      { kind: 'status', to: 'working', by: 'alex', minutesLater: 15 },
      {
        kind: 'note',
        by: 'alex',
        minutesLater: 60,
        minutesWorked: 20,
        text: prose`
          VLAN 60, client isolation on, 20 Mbit/s per device. While I was there: the tills are on the same \
          network as the office printers. Separate them in the same go, no charge, we should have seen it at \
          the takeover.`,
      },
    ],
  },
  {
    client: 'canal',
    contact: 'chloe',
    subject: 'Une sauvegarde en erreur tous les samedis',
    description: prose`
      Bonjour,

      je reçois chaque samedi un mail « Sauvegarde NAS terminée avec des erreurs ». Les autres jours, tout \
      va bien. Est-ce que je dois m'inquiéter ?

      Chloé`,
    priority: 'medium',
    assets: ['ca-nas'],
    tags: ['backup'],
    source: 'email',
    daysAgo: 8.8,
    status: 'working',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'alex', minutesLater: 200 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 900,
        minutesWorked: 15,
        text: prose`
          Bonjour Chloé,

          Non, pas d'inquiétude : la sauvegarde est complète, à l'exception d'un fichier qui est ouvert tous \
          les samedis à cette heure-là, « Planning bar.xlsx ». Je change l'heure et je vous dis samedi si \
          c'est réglé.

          Priya`,
      },
      { kind: 'status', to: 'working', by: 'priya', minutesLater: 3 },
      {
        kind: 'reply',
        by: 'chloe',
        minutesLater: 40,
        text: "Ça, c'est Yannick qui oublie de le fermer. Merci !",
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 4300,
        minutesWorked: 10,
        text: 'Job moved from Saturday 18:00 to 05:30. Waiting for one Saturday.',
      },
    ],
  },
  {
    client: 'canal',
    contact: 'zofia',
    subject: 'Connect the CRM with Outlook',
    description: prose`
      Hi,

      could the mails I send to customers appear in the CRM without me copying them? The vendor says there's \
      an add-in.

      Zofia`,
    priority: 'low',
    tags: ['crm', 'project'],
    source: 'email',
    daysAgo: 14.5,
    status: 'hold',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 180 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 1600,
        minutesWorked: 20,
        text: prose`
          Hi Zofia,

          There is one, and it's decent. It wants to read every mailbox, though, and I'd rather let it read \
          yours only. I've asked the vendor how to restrict it.`,
      },
      { kind: 'status', to: 'hold', by: 'priya', minutesLater: 5 },
      {
        kind: 'reply',
        by: 'zofia',
        minutesLater: 2900,
        text: prose`
          Any news? My colleague has started to copy her mails into a spreadsheet and I'm afraid it is \
          contagious.`,
      },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 70,
        minutesWorked: 5,
        text: "The vendor has promised an answer this week. I'm writing to them again today.",
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 10,
        text: prose`
          Vendor's support is one person and he's on holiday until the 5th. The permission can be limited on \
          our side with an application access policy in any case, trying that next.`,
      },
      { kind: 'status', to: 'hold', by: 'priya', minutesLater: 2 },
    ],
  },
  {
    client: 'canal',
    contact: 'baptiste',
    subject: 'Spare PC for the brewhouse',
    description: prose`
      After last week I'd sleep better with a second brewhouse PC on the shelf, ready to swap. What would \
      that be?

      Baptiste`,
    priority: 'medium',
    assets: ['ca-plc'],
    tags: ['hardware', 'brewhouse'],
    source: 'email',
    daysAgo: 26,
    status: 'hold',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'alex', minutesLater: 500 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 2000,
        minutesWorked: 30,
        text: prose`
          Hi Baptiste,

          You're right to ask. A fanless industrial PC, same card for the bus, with an image of yours that \
          we refresh every month. Swapping it would take ten minutes, and you could do it yourself.

          The only question is the licence of the control software. It hangs on a dongle, and the vendor \
          must say if a second one for cold standby is free.`,
      },
      {
        kind: 'reply',
        by: 'baptiste',
        minutesLater: 1200,
        text: 'They charged me for a second glance at the price list once. But ask.',
      },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 3000,
        minutesWorked: 10,
        text: prose`
          Vendor wants a serial number of the dongle, Baptiste has to look inside the cabinet when the plant \
          is off.`,
      },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 30,
        minutesWorked: 5,
        text: prose`
          Good news, they do offer a standby dongle for a small fee. They need the serial number of yours: \
          could you read it on your next cleaning day?`,
      },
      { kind: 'status', to: 'hold', by: 'jonas', minutesLater: 3 },
    ],
  },
  {
    client: 'canal',
    contact: 'yannick',
    subject: 'No music in the taproom',
    description: prose`
      The music box says "no Internet connection" since the new firewall. The regulars have started to sing.

      Yannick`,
    priority: 'medium',
    tags: ['music', 'network'],
    source: 'email',
    daysAgo: 1.9,
    status: 'resolved',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 10 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 12,
        minutesWorked: 15,
        text: prose`
          Hi Yannick,

          The box wanted to reach its server on an unusual port, which the new firewall rightly finds \
          suspicious. I allowed it for this one device. Please unplug it for ten seconds.`,
      },
      {
        kind: 'reply',
        by: 'yannick',
        minutesLater: 8,
        text: 'On a du son ! Merci Alex. First round is on me.',
      },
      { kind: 'status', to: 'resolved', by: 'alex', minutesLater: 30 },
    ],
  },
  {
    client: 'canal',
    contact: 'camille',
    subject: 'Beer in the laptop',
    description: prose`
      A customer emptied half a pint over LT-CA-03. It's upside down on a towel and still has a light on. \
      What do I do?

      Camille`,
    priority: 'high',
    assets: ['ca-lt03'],
    tags: ['laptop', 'spill'],
    source: 'email',
    daysAgo: 4.1,
    status: 'resolved',
    timeline: [
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 2,
        minutesWorked: 5,
        text: prose`
          Bonjour Camille,

          1. unplug it NOW and hold the power button for 10 seconds
          2. leave it upside down, no hairdryer, no rice
          3. don't switch it on to see if it still works

          I'll pick it up within the hour and bring a spare.`,
      },
      { kind: 'assign', to: 'jonas', by: 'jonas', minutesLater: 1 },
      { kind: 'status', to: 'working', by: 'jonas', minutesLater: 1 },
      {
        kind: 'note',
        by: 'jonas',
        minutesLater: 200,
        minutesWorked: 60,
        text: prose`
          Opened and cleaned. The keyboard is lost, the mainboard looks dry. It was a stout, so it's sticky \
          everywhere.`,
      },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 3000,
        minutesWorked: 30,
        text: prose`
          Your laptop lives: new keyboard, and everything else survived. I'll bring it along tomorrow and \
          take the spare back.`,
      },
      {
        kind: 'reply',
        by: 'camille',
        minutesLater: 60,
        text: 'Incroyable. Which beer shall I put in the car for you?',
      },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 700 },
    ],
  },
  {
    client: 'canal',
    contact: 'chloe',
    subject: 'Renouvellement du logiciel de comptabilité',
    description: prose`
      Bonjour, le logiciel de compta indique que la licence expire dans 15 jours. Est-ce vous ou l'éditeur \
      qui s'en occupe ?

      Chloé`,
    priority: 'medium',
    tags: ['licensing'],
    source: 'email',
    daysAgo: 40,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'alex', by: 'alex', minutesLater: 90 },
      {
        kind: 'reply',
        by: 'alex',
        minutesLater: 60,
        minutesWorked: 10,
        text: prose`
          Bonjour Chloé,

          C'est nous. La licence est renouvelée pour un an, pour trois postes. Il suffit de fermer le \
          logiciel et de le rouvrir une fois.

          Alex`,
      },
      {
        kind: 'reply',
        by: 'chloe',
        minutesLater: 200,
        text: "C'est fait, je vois la nouvelle date. Merci !",
      },
      { kind: 'status', to: 'resolved', by: 'alex', minutesLater: 5 },
      { kind: 'status', to: 'closed', by: 'alex', minutesLater: 2880 },
    ],
  },
  {
    client: 'canal',
    contact: 'baptiste',
    subject: 'Clock of the brewhouse PC is 7 minutes slow',
    description: prose`
      The brewhouse clock is 7 minutes behind. My logs say that I started before I arrived.

      B.`,
    priority: 'low',
    assets: ['ca-plc'],
    tags: ['brewhouse'],
    source: 'email',
    daysAgo: 33,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'jonas', by: 'priya', minutesLater: 60 },
      {
        kind: 'reply',
        by: 'jonas',
        minutesLater: 400,
        minutesWorked: 15,
        text: prose`
          Hi Baptiste, that PC has no Internet on purpose, so it couldn't ask anybody for the time. It now \
          asks the firewall. No more time travel.`,
      },
      { kind: 'reply', by: 'baptiste', minutesLater: 800, text: 'Santé!' },
      { kind: 'status', to: 'resolved', by: 'jonas', minutesLater: 10 },
      { kind: 'status', to: 'closed', by: 'jonas', minutesLater: 4000 },
    ],
  },
  {
    client: 'canal',
    contact: 'zofia',
    subject: 'Lost my phone on the train',
    description: prose`
      I left my phone on the train to Antwerp. It has the mails and the authenticator. What now?

      Zofia`,
    priority: 'medium',
    tags: ['mobile', 'mfa'],
    source: 'email',
    daysAgo: 21.5,
    status: 'closed',
    timeline: [
      { kind: 'assign', to: 'priya', by: 'priya', minutesLater: 3 },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 4,
        minutesWorked: 15,
        text: prose`
          Hi Zofia,

          The company data on it is being erased as soon as it comes online, and it can't be used to approve \
          a sign-in any more. Please have the SIM blocked by your operator, I can't do this for you.

          When you have another phone, call me and we set it up in five minutes.`,
      },
      {
        kind: 'note',
        by: 'priya',
        minutesLater: 10,
        text: prose`
          Wipe pending. Last contact 40 min ago, battery 12 %. If it never comes online: encrypted, 6-digit \
          PIN, ok.`,
      },
      {
        kind: 'reply',
        by: 'zofia',
        minutesLater: 1500,
        text: 'New phone is here, and the old one was found by a very kind conductor!',
      },
      {
        kind: 'reply',
        by: 'priya',
        minutesLater: 30,
        minutesWorked: 15,
        text: prose`
          What a happy end. The new one is set up, and the old one has been erased, so it's safe to use as a \
          spare.`,
      },
      { kind: 'status', to: 'resolved', by: 'priya', minutesLater: 20 },
      { kind: 'status', to: 'closed', by: 'priya', minutesLater: 3000 },
    ],
  },
]
