import type { DemoContact, DemoDesk } from './shape.ts'
import { canalTickets } from './tickets-canal.ts'
import { hartwellTickets } from './tickets-hartwell.ts'
import { lindenhofTickets } from './tickets-lindenhof.ts'
import { nordkapTickets } from './tickets-nordkap.ts'
import { oakfieldTickets } from './tickets-oakfield.ts'
import { tanakaTickets } from './tickets-tanaka.ts'

export const demoDesk: DemoDesk = {
  settings: { deskName: 'Bluewater IT', currency: 'EUR', timeZone: 'Europe/Brussels' },
  agents: [
    { key: 'alex', name: 'Alex Moreau', email: 'alex@desk.example', role: 'admin' },
    { key: 'priya', name: 'Priya Raman', email: 'priya@desk.example', role: 'technician' },
    { key: 'jonas', name: 'Jonas Becker', email: 'jonas@desk.example', role: 'technician' },
    { key: 'soraya', name: 'Soraya El Amrani', email: 'soraya@desk.example', role: 'billing' },
    { key: 'graham', name: 'Graham Tait', email: 'graham@desk.example', role: 'read-only' },
  ],
  clients: [
    {
      key: 'hartwell',
      name: 'Hartwell & Moss LLP',
      domains: ['hartwellmoss.example', 'hmlaw.example'],
      hourlyRateMinorUnits: 12_500,
      contacts: [
        person('margaret', 'Margaret Hartwell', 'margaret.hartwell@hartwellmoss.example', 'primary'),
        person('dele', 'Oladele Adeyemi', 'dele.adeyemi@hartwellmoss.example', 'technical'),
        person('fiona', "Fiona O'Brien", 'fiona.obrien@hartwellmoss.example', 'billing'),
        person('ines', 'Inês Carvalho', 'ines.carvalho@hartwellmoss.example'),
        person('rupert', 'Rupert Ashby-Jones', 'rupert@hmlaw.example'),
      ],
      assets: [
        { key: 'hm-srv01', name: 'SRV-01', type: 'Server' },
        { key: 'hm-srv02', name: 'SRV-02', type: 'Server' },
        { key: 'hm-nas', name: 'NAS-BACKUP', type: 'NAS' },
        { key: 'hm-fw', name: 'FW-HM', type: 'Firewall' },
        { key: 'hm-prn', name: 'MFP first floor', type: 'Printer' },
        { key: 'hm-lt07', name: 'LT-HM-07', type: 'Laptop' },
      ],
    },
    {
      key: 'lindenhof',
      name: 'Zahnarztpraxis am Lindenhof',
      domains: ['praxis-lindenhof.example'],
      hourlyRateMinorUnits: 9_800,
      contacts: [
        person('katrin', 'Dr. Katrin Weiß', 'k.weiss@praxis-lindenhof.example', 'primary'),
        person('juergen', 'Jürgen Brandt', 'j.brandt@praxis-lindenhof.example', 'technical', 'billing'),
        person('marek', 'Dr. Marek Novák', 'm.novak@praxis-lindenhof.example'),
        person('aylin', 'Aylin Yıldız', 'empfang@praxis-lindenhof.example'),
        person('sophie', 'Sophie Lindqvist', 's.lindqvist@praxis-lindenhof.example'),
      ],
      assets: [
        { key: 'ld-srv', name: 'LIN-SRV-01', type: 'Server' },
        { key: 'ld-xray', name: 'XRAY-PC', type: 'Desktop' },
        { key: 'ld-pc2', name: 'PC-SURGERY-2', type: 'Desktop' },
        { key: 'ld-fw', name: 'FW-LIN', type: 'Firewall' },
        { key: 'ld-prn', name: 'Reception printer', type: 'Printer' },
      ],
    },
    {
      key: 'nordkap',
      name: 'Nordkap Logistics',
      domains: ['nordkap-logistics.example', 'nordkap-freight.example'],
      hourlyRateMinorUnits: 11_000,
      contacts: [
        person('soren', 'Søren Kjærgaard', 'soren@nordkap-logistics.example', 'primary'),
        person('lukasz', 'Łukasz Wójcik', 'lukasz.wojcik@nordkap-logistics.example', 'technical'),
        person('amara', 'Amara Okonkwo', 'amara.okonkwo@nordkap-freight.example', 'billing'),
        person('bjork', 'Björk Sigurðardóttir', 'bjork@nordkap-logistics.example'),
        person('giorgos', 'Γιώργος Παπαδάκης', 'giorgos.papadakis@nordkap-logistics.example'),
      ],
      assets: [
        { key: 'nk-erp', name: 'ERP-01', type: 'Server' },
        { key: 'nk-sql', name: 'SQL-01', type: 'Server' },
        { key: 'nk-fw1', name: 'FW-HQ', type: 'Firewall' },
        { key: 'nk-fw2', name: 'FW-DEPOT', type: 'Firewall' },
        { key: 'nk-scan', name: 'Depot handhelds', type: 'Scanner' },
        { key: 'nk-lt22', name: 'LT-NK-22', type: 'Laptop' },
      ],
    },
    {
      key: 'oakfield',
      name: 'Oakfield Primary School',
      domains: ['oakfield-school.example'],
      hourlyRateMinorUnits: 7_200,
      contacts: [
        person('helen', 'Helen Pritchard', 'head@oakfield-school.example', 'primary'),
        person('tariq', 'Tariq Mahmood', 't.mahmood@oakfield-school.example', 'technical'),
        person('noor', 'Noor van den Berg', 'bursar@oakfield-school.example', 'billing'),
        person('siobhan', 'Siobhán Ní Dhomhnaill', 's.nidhomhnaill@oakfield-school.example'),
        person('grace', 'Grace Nguyễn', 'office@oakfield-school.example'),
      ],
      assets: [
        { key: 'oa-srv', name: 'OAK-SRV-01', type: 'Server' },
        { key: 'oa-ap12', name: 'AP-ROOM-12', type: 'Access point' },
        { key: 'oa-sw', name: 'SW-HALL', type: 'Switch' },
        { key: 'oa-trolley', name: 'Tablet trolley Year 3', type: 'Tablet' },
        { key: 'oa-prn', name: 'Staffroom copier', type: 'Printer' },
      ],
    },
    {
      key: 'canal',
      name: 'Brasserie du Canal',
      domains: ['brasserieducanal.example', 'canalbeer.example'],
      hourlyRateMinorUnits: 9_500,
      contacts: [
        person('camille', 'Camille Lefèvre', 'camille@brasserieducanal.example', 'primary'),
        person('baptiste', 'Baptiste Delacroix', 'baptiste@brasserieducanal.example', 'technical'),
        person('chloe', 'Chloé Mbaye', 'compta@brasserieducanal.example', 'billing'),
        person('yannick', 'Yannick Peeters', 'bar@brasserieducanal.example'),
        person('zofia', 'Zofia Dąbrowska', 'zofia@canalbeer.example'),
      ],
      assets: [
        { key: 'ca-nas', name: 'NAS-OFFICE', type: 'NAS' },
        { key: 'ca-fw', name: 'FW-CANAL', type: 'Firewall' },
        { key: 'ca-pos', name: 'Taproom till 1', type: 'Point of sale' },
        { key: 'ca-plc', name: 'BREWHOUSE-PC', type: 'Desktop' },
        { key: 'ca-lt03', name: 'LT-CA-03', type: 'Laptop' },
      ],
    },
    {
      key: 'tanaka',
      name: 'Studio Tanaka Ferrari Architects',
      domains: ['tanakaferrari.example', 'tfarchitects.example'],
      hourlyRateMinorUnits: 10_500,
      contacts: [
        person('aoi', '田中 葵', 'aoi.tanaka@tanakaferrari.example', 'primary'),
        person('luca', 'Luca Ferrari', 'luca.ferrari@tanakaferrari.example', 'primary', 'technical'),
        person('xochitl', 'Xóchitl Hernández', 'finance@tanakaferrari.example', 'billing'),
        person('emeka', 'Emeka Nwosu', 'emeka.nwosu@tanakaferrari.example'),
        person('daria', 'Дарья Соколова', 'daria.sokolova@tanakaferrari.example'),
      ],
      assets: [
        { key: 'tf-nas', name: 'NAS-STUDIO', type: 'NAS' },
        { key: 'tf-ws1', name: 'WS-RENDER-01', type: 'Workstation' },
        { key: 'tf-plot', name: 'A0 plotter', type: 'Printer' },
        { key: 'tf-lt05', name: 'LT-TF-05', type: 'Laptop' },
        { key: 'tf-fw', name: 'FW-STUDIO', type: 'Firewall' },
      ],
    },
  ],
  tickets: [
    ...hartwellTickets,
    ...lindenhofTickets,
    ...nordkapTickets,
    ...oakfieldTickets,
    ...canalTickets,
    ...tanakaTickets,
  ],
}

function person(key: string, name: string, email: string, ...roles: DemoContact['roles']): DemoContact {
  return { key, name, email, roles }
}

/** A mail that opens a ticket. The sender adds Date and Message-ID: the same mail twice is one ticket. */
export const demoMail = [
  'From: Amara Okonkwo <amara.okonkwo@nordkap-freight.example>',
  'To: support@desk.example',
  'Subject: Label printer at gate 2 skips every other label',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 7bit',
  '',
  'Hello Bluewater,',
  '',
  'The label printer at gate 2 has skipped every other label since lunch, so we',
  'use twice as many as we need. A new roll made no difference.',
  '',
  '- the other gates are fine',
  '- the roll is the same as always (100 x 150 mm)',
  '- it was moved by a metre this morning, to make room for pallets',
  '',
  'It can wait until tomorrow, but not much longer.',
  '',
  'Best wishes',
  'Amara',
  '',
].join('\r\n')
