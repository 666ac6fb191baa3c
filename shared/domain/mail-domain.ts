/** Domains where anyone can have a mailbox: never evidence that a sender belongs to a client. */
const publicMailDomains = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com hotmail.co.uk hotmail.fr hotmail.de outlook.de
  yahoo.com ymail.com yahoo.co.uk yahoo.co.jp yahoo.fr yahoo.de aol.com icloud.com me.com mac.com proton.me
  protonmail.com pm.me gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org
  mail.com mail.ru yandex.ru yandex.com qq.com 163.com 126.com sina.com naver.com daum.net orange.fr wanadoo.fr
  free.fr laposte.net sfr.fr libero.it virgilio.it tin.it wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz
  comcast.net verizon.net att.net btinternet.com sky.com bigpond.com telstra.com fastmail.com zoho.com hey.com
  tutanota.com tuta.com bluewin.ch telenet.be skynet.be ziggo.nl kpnmail.nl telia.com rediffmail.com uol.com.br`.split(
    /\s+/,
  ),
)

export function isPublicMailDomain(domain: string): boolean {
  return publicMailDomains.has(domain)
}

/** What follows the last @; empty where there is none. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

/** A domain as mail has it, lower-case and in ASCII; undefined for what is none. */
export function asciiDomain(domain: string): string | undefined {
  try {
    const { hostname } = new URL(`http://${domain.trim().toLowerCase()}`)
    return /^(?=.{1,253}$)([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{1,62}$/.test(hostname) && !/[/:@]/.test(domain)
      ? hostname
      : undefined
  } catch {
    return undefined
  }
}
