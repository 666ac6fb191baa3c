import type { Strings } from '../../strings.ts'

export const status: Strings['status'] = {
  open: 'Offen',
  working: 'In Arbeit',
  hold: 'Wartet',
  resolved: 'Gelöst',
  closed: 'Geschlossen',
}

export const priority: Strings['priority'] = {
  low: 'Niedrig',
  medium: 'Mittel',
  high: 'Hoch',
  urgent: 'Dringend',
}

export const source: Strings['source'] = {
  console: 'Konsole',
  email: 'E-Mail',
  portal: 'Portal',
  api: 'API',
  recurring: 'Serie',
}

export const role: Strings['role'] = {
  admin: 'Administration',
  technician: 'Technik',
  billing: 'Abrechnung',
  'read-only': 'Nur Lesen',
}
