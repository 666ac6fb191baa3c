/** A mail's RTF is smaller; a compressed one that grows beyond is cut. */
const rtfBytesMax = 4_000_000
const dictionaryBytes = 4096

const compressed = 0x75465a4c
const uncompressed = 0x414c454d

/** What both sides know beforehand (MS-OXRTFCP, 2.1.2.1). */
const knownText =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor ' +
  'MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'

/** Undoes the compression of RTF in Outlook's messages (MS-OXRTFCP); empty where it is none, cut where it is damaged. */
export function decompressRtf(packed: Uint8Array): Uint8Array {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength)
  if (bytes.length < 16) return Buffer.alloc(0)
  const size = Math.min(bytes.readUInt32LE(4), rtfBytesMax)
  const kind = bytes.readUInt32LE(8)
  if (kind === uncompressed) return bytes.subarray(16, 16 + size)
  return kind === compressed ? decompress(bytes, size) : Buffer.alloc(0)
}

function decompress(bytes: Buffer, size: number): Uint8Array {
  const dictionary = Buffer.alloc(dictionaryBytes)
  let writeAt = dictionary.write(knownText, 'latin1')
  const output: number[] = []
  const put = (byte: number) => {
    output.push(byte)
    dictionary[writeAt] = byte
    writeAt = (writeAt + 1) % dictionaryBytes
  }
  for (let at = 16; at < bytes.length && output.length < size; ) {
    const flags = bytes[at++] ?? 0
    for (let bit = 0; bit < 8 && at < bytes.length && output.length < size; bit++) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at++] ?? 0)
        continue
      }
      const reference = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
      at += 2
      const from = reference >> 4
      if (from === writeAt) return Uint8Array.from(output)
      for (let step = 0; step < (reference & 15) + 2; step++)
        put(dictionary[(from + step) % dictionaryBytes] ?? 0)
    }
  }
  return Uint8Array.from(output.slice(0, size))
}
