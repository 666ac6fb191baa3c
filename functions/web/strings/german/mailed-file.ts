import type { Strings } from '../../strings.ts'

export const mailedFile: Strings['mailedFile'] = {
  title: 'Diese Datei ist nicht hier',
  missing:
    'Der Link ist abgelaufen oder unvollständig. Antworten Sie auf die E-Mail, in der er stand, um die Datei auf anderem Weg zu bekommen.',
  gone: 'Die Datei wurde von ihrem Absender zurückgezogen.',
}
