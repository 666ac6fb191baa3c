import ipaddr from 'ipaddr.js'

/** How far the desk's own requests may go: to the internet, and on one machine also to itself. */
export type Reach = 'internet' | 'internet-and-loopback'

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an IP address lies outside: not private, loopback, link-local (where clouds keep their credentials),
 * shared, multicast, reserved, nor an IPv6 form that leads to such an IPv4 address.
 */
export function isWithinReach(address: string, reach: Reach): boolean {
  if (!ipaddr.isValid(address)) return false
  // An IPv4 address in the clothes of IPv6 is judged as what it is.
  const plain = ipaddr.process(address)
  const range = plain.range()
  if (range === 'loopback') return reach === 'internet-and-loopback'
  if (range !== 'unicast') return false
  // The library calls all that is not assigned unicast; only this part is on the internet.
  return plain instanceof ipaddr.IPv4 || plain.match(globalUnicast)
}

/** Whether an IP address is this machine's own. */
export function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'
}
