/** One Opus packet of 20 ms of silence (CELT, mono). */
const silence = Buffer.from([0xf8, 0xff, 0xfe]);
const packetsPerSecond = 50;
const samplesPerPacket = 960;
const packetsPerPage = 250;
const serial = 0x64656c6c;

/** A silent voice note in the form that WhatsApp sends (Opus in Ogg), for where nothing can be recorded. */
export function silentVoiceNote(seconds: number): Buffer {
  const packets = Math.max(1, Math.round(seconds * packetsPerSecond));
  const pages = [oggPage([opusHead()], 0n, 0, 2), oggPage([opusTags()], 0n, 1, 0)];
  for (let done = 0; done < packets; done += packetsPerPage) {
    const count = Math.min(packetsPerPage, packets - done);
    const last = done + count === packets;
    const position = BigInt((done + count) * samplesPerPacket);
    pages.push(oggPage(Array<Buffer>(count).fill(silence), position, pages.length, last ? 4 : 0));
  }
  return Buffer.concat(pages);
}

/** RFC 7845: version 1, one channel, no pre-skip, 48 kHz, no gain, mapping family 0. */
function opusHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt32LE(48_000, 12);
  return head;
}

function opusTags(): Buffer {
  const vendor = Buffer.from('dellusi');
  const lengths = Buffer.alloc(4);
  lengths.writeUInt32LE(vendor.length);
  return Buffer.concat([Buffer.from('OpusTags'), lengths, vendor, Buffer.alloc(4)]);
}

/** RFC 3533: every packet here is shorter than 255 bytes, so each takes one lacing value. */
function oggPage(packets: readonly Buffer[], position: bigint, sequence: number, flags: number): Buffer {
  const header = Buffer.alloc(27);
  header.write('OggS');
  header.writeUInt8(flags, 5);
  header.writeBigUInt64LE(position, 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(packets.length, 26);
  const page = Buffer.concat([header, Buffer.from(packets.map((packet) => packet.length)), ...packets]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}

function oggChecksum(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
