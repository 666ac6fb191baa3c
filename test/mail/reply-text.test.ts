import { describe, expect, test } from 'vitest'
import { newWordsOfHtml } from '../../shared/mail/html-reply.ts'
import { newWords } from '../../shared/mail/reply-text.ts'
import { parseFixture } from './fixtures.ts'

describe('the new words of real mail programs', () => {
  test.each([
    ['gmail-web-reply-html', 'It prints again, thank you.'],
    ['outlook-desktop-reply-de', 'Der Drucker läuft wieder, danke!'],
    ['outlook-web-reply-html', 'VPN works from home now.'],
    ['apple-mail-reply-html', 'It is fixed.'],
    ['bottom-posted', 'Berlin, second floor.'],
  ])('%s', async (fixture, words) => {
    const mail = await parseFixture(fixture)
    expect(mail.newText).toBe(words)
    expect(mail.text.length).toBeGreaterThan(words.length)
  })

  test('an interleaved answer keeps the questions it answers', async () => {
    const { newText } = await parseFixture('thunderbird-interleaved-html')
    expect(newText.split('\n').filter(line => line !== '')).toEqual([
      '> Which office?',
      'Berlin.',
      '> Which machine?',
      'SRV-01.',
    ])
  })

  test.each(['gmail_quote', 'yahoo_quoted', 'protonmail_quote'])('a quote in %s is cut', className => {
    const html = `<p>New.</p><div class="${className}">Old <b>words</b></div>`
    expect(newWordsOfHtml(html).newText).toBe('New.')
  })

  test('a mail that is only a quote is shown whole', () => {
    expect(newWordsOfHtml('<blockquote>Old</blockquote>').newText).toBe('> Old')
    expect(newWords('> Old').newText).toBe('> Old')
  })
})

describe('what stands before a quote is known in many languages', () => {
  test.each([
    'On Tue, Mar 3, 2026 at 9:01 AM Alex <a@desk.example> wrote:',
    'Am 03.03.2026 um 09:01 schrieb Alex <a@desk.example>:',
    'Alex <a@desk.example> schrieb am Di., 3. März 2026,\n09:01:',
    'Le mar. 3 mars 2026 à 09:01, Alex <a@desk.example> a écrit :',
    'El mar, 3 mar 2026 a las 9:01, Alex (<a@desk.example>) escribió:',
    'Il giorno mar 3 mar 2026 alle ore 09:01 Alex <a@desk.example> ha scritto:',
    'Op di 3 mrt 2026 om 09:01 schreef Alex <a@desk.example>:',
    'wt., 3 mar 2026 o 09:01 Alex <a@desk.example> napisał(a):',
    'Em ter., 3 de mar. de 2026 às 09:01, Alex <a@desk.example> escreveu:',
    'Den tis 3 mars 2026 kl 09:01 skrev Alex <a@desk.example>:',
    'ti 3. maalisk. 2026 klo 9.01 Alex (a@desk.example) kirjoitti:',
    'út 3. 3. 2026 v 9:01 odesílatel Alex <a@desk.example> napsal:',
    'вт, 3 мар. 2026 г. в 09:01, Alex <a@desk.example>:\nнаписал:',
    '2026年3月3日(火) 9:01 Alex <a@desk.example>さんは書きました:',
    'Alex <a@desk.example> 于2026年3月3日周二 09:01写道：',
  ])('%s', line => {
    expect(newWords(`New words.\n\n${line}\n\n> Old words.\n`).newText).toBe('New words.')
    expect(newWords(`New words.\n\n${line}\n\nOld words.\n`).newText).toBe('New words.')
  })

  test.each([
    ['From', 'Sent', 'To', 'Subject'],
    ['Von', 'Gesendet', 'An', 'Betreff'],
    ['De', 'Envoyé', 'À', 'Objet'],
    ['De', 'Enviado', 'Para', 'Asunto'],
    ['Da', 'Inviato', 'A', 'Oggetto'],
    ['Van', 'Verzonden', 'Aan', 'Onderwerp'],
    ['Od', 'Wysłano', 'Do', 'Temat'],
    ['Från', 'Skickat', 'Till', 'Ämne'],
    ['Fra', 'Sendt', 'Til', 'Emne'],
    ['Lähettäjä', 'Lähetetty', 'Vastaanottaja', 'Aihe'],
    ['Od', 'Odesláno', 'Komu', 'Předmět'],
    ['От', 'Отправлено', 'Кому', 'Тема'],
    ['差出人', '送信日時', '宛先', '件名'],
    ['发件人', '发送时间', '收件人', '主题'],
  ])('a block of %s, %s, %s, %s', (...keys) => {
    const block = keys.map(key => `${key}: something`).join('\n')
    expect(newWords(`New words.\n\n${block}\n\nOld words.`).newText).toBe('New words.')
  })
})

describe('what is no quote stays', () => {
  test.each([
    'On Monday we restarted it, and Alex wrote: it is fine.\nStill broken at 10:30.',
    'From: the printer\nNothing comes out.',
    'Steps:\n1. open\n2. print\n\n---\n\nMore steps below the line that I took today.',
    'On 3 March our admin wrote:\nplease do not restart',
  ])('%s', text => {
    expect(newWords(text)).toEqual({ newText: text, quoted: '' })
  })

  test('signature, device line and disclaimer are cut from the end', () => {
    const legal = `This e-mail is confidential. ${'If you are not the intended recipient, delete it. '.repeat(3)}`
    expect(newWords(`Works.\n\nSent from my iPhone\n\n${legal}`).newText).toBe('Works.')
    expect(newWords('Works.\n-- \nDana\nNorthwind').newText).toBe('Works.')
  })

  test('everything below our own marker is ours', () => {
    const { newText, quoted } = newWords('Works.\n\n##- Please type your reply above this line -##\n\nOld')
    expect(newText).toBe('Works.')
    expect(quoted).toContain('Old')
  })
})
