import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NotOutside, Outside } from '../../shared/runtime/outside.ts'
import { isWithinReach } from '../../shared/runtime/outside-address.ts'

describe('an address is on the internet', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])(
    '%s: yes',
    address => expect(isWithinReach(address, 'internet')).toBe(true),
  )

  it.each([
    // RFC 1918
    ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
    // Loopback, unspecified, this network
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::1', '::'],
    // Link-local, where clouds answer with credentials, and their other doors
    ...['169.254.169.254', '169.254.170.2', 'fe80::1', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192'],
    // Shared by carriers, RFC 6598
    ...['100.64.0.1', '100.127.255.255'],
    // Unique local, site-local
    ...['fc00::1', 'fdff::1', 'fec0::1'],
    // Multicast, broadcast, reserved, documentation, benchmarks
    ...['224.0.0.1', '239.255.255.255', 'ff02::1', '255.255.255.255', '240.0.0.1', '198.18.0.1'],
    ...['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '100::1', '4000::1'],
    // IPv4 in the clothes of IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo
    ...['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::ffff:10.0.0.1', '::127.0.0.1', '::7f00:1'],
    ...['::ffff:0:10.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::', '2001::1'],
    // Nothing that is no address
    ...['', 'localhost', '10.1', 'example.com', '1.2.3.4.5', '127.0.0.1 '],
  ])('%s: no', address => expect(isWithinReach(address, 'internet')).toBe(false))

  it('or this machine, where that is allowed, and nothing more', () => {
    const may = (address: string) => isWithinReach(address, 'internet-and-loopback')
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1', '8.8.8.8'].map(may)).toEqual([true, true, true, true])
    expect(['10.0.0.1', '169.254.169.254', '0.0.0.0', 'fd00::1'].map(may)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

describe('a URL', () => {
  const outside = new Outside({
    reach: 'internet',
    resolve: async hostname => {
      const named: Record<string, string[]> = {
        'hooks.example': ['8.8.8.8', '2606:4700::1111'],
        'half.example': ['8.8.8.8', '10.0.0.1'],
        'inside.example': ['169.254.169.254'],
      }
      const addresses = named[hostname] ?? [hostname]
      return addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
    },
  })

  it.each(['https://hooks.example/a?b=c', 'https://hooks.example:8443/', 'https://8.8.8.8/'])(
    'is taken: %s',
    async url => await expect(outside.check(url)).resolves.toBeUndefined(),
  )

  it.each([
    'http://hooks.example/',
    'ftp://hooks.example/',
    'file:///etc/passwd',
    'https://user@hooks.example/',
    'https://user:pass@hooks.example/',
    'https://half.example/',
    'https://inside.example/',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://0x7f.0.0.1/',
    'https://0177.0.0.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00:ec2::254]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://①②⑦.⓪.⓪.①/',
    'https://',
    'not a url',
  ])('is refused: %s', async url => await expect(outside.check(url)).rejects.toThrow(NotOutside))

  it('whose name cannot be resolved is refused', async () => {
    const nowhere = new Outside({ reach: 'internet', resolve: () => Promise.reject(new Error('ENOTFOUND')) })
    await expect(nowhere.check('https://hooks.example/')).rejects.toThrow(/cannot be resolved/)
  })
})

describe('a post', () => {
  let server: Server
  let port: number
  let heard: { host: string | undefined; body: string; headers: IncomingHttpHeaders }[] = []
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      heard.push({ host: request.headers.host, body, headers: request.headers })
      if (request.url === '/redirect') response.writeHead(302, { location: `http://127.0.0.1:${port}/other` })
      if (request.url === '/slow') return
      if (request.url === '/endless') {
        response.writeHead(200)
        const more = setInterval(() => response.write('x'.repeat(10_000)), 1)
        response.on('close', () => clearInterval(more))
        return
      }
      response.end('ok')
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const call = (path: string, host = '127.0.0.1') => ({
    url: `http://${host}:${port}${path}`,
    headers: { 'webhook-id': 'evt_1' },
    body: '{"ü":1}',
  })
  const here = new Outside({ reach: 'internet-and-loopback', timeoutMs: 500 })

  it('brings its body and headers, and answers the status', async () => {
    heard = []
    expect(await here.post(call('/'))).toEqual({ status: 200 })
    expect(heard).toMatchObject([{ body: '{"ü":1}', headers: { 'webhook-id': 'evt_1' } }])
  })

  it('does not follow a redirection', async () => {
    heard = []
    expect(await here.post(call('/redirect'))).toEqual({ status: 302 })
    expect(heard).toHaveLength(1)
  })

  it('resolves the name once and goes to the address that was checked', async () => {
    heard = []
    let asked = 0
    const rebinding = new Outside({
      reach: 'internet-and-loopback',
      // A second answer would lead elsewhere.
      resolve: async () =>
        asked++ === 0 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '10.0.0.1', family: 4 }],
    })
    expect(await rebinding.post(call('/', 'hooks.example'))).toEqual({ status: 200 })
    expect([asked, heard[0]?.host]).toEqual([1, `hooks.example:${port}`])
    await expect(rebinding.post(call('/', 'hooks.example'))).rejects.toThrow(NotOutside)
    expect(heard).toHaveLength(1)
  })

  it('never reaches this machine from a desk on AWS', async () => {
    heard = []
    const onAws = new Outside({ reach: 'internet' })
    await expect(onAws.post(call('/'))).rejects.toThrow(NotOutside)
    await expect(onAws.post({ ...call('/'), url: `https://localhost:${port}/` })).rejects.toThrow(NotOutside)
    expect(heard).toEqual([])
  })

  it('is over after its time, and does not read an answer without end', async () => {
    await expect(here.post(call('/slow'))).rejects.toThrow('did not answer in time')
    expect(await here.post(call('/endless'))).toEqual({ status: 200 })
    const slowName = new Outside({ reach: 'internet', timeoutMs: 50, resolve: () => new Promise(() => {}) })
    await expect(slowName.post({ ...call('/'), url: 'https://hooks.example/' })).rejects.toThrow('in time')
  })
})
