import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** A file that is no usable zip archive, or one made to exhaust the machine. */
export class ZipError extends Error {}

export interface ZipLimits {
  readonly entries: number;
  /** Bytes that all entries may have together once unpacked. */
  readonly unpacked: number;
}

/** Far more than a directory of 50,000 services needs. */
export const usualZipLimits: ZipLimits = { entries: 500, unpacked: 256 * 1024 * 1024 };

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

/** Unpacks an archive in memory, by name; sizes are those really unpacked, never those the archive claims. */
export function readZip(bytes: Buffer, limits: ZipLimits = usualZipLimits): Map<string, Buffer> {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > limits.entries)
    throw new ZipError(`the archive has ${count} files; at most ${limits.entries} are read`);
  const files = new Map<string, Buffer>();
  let left = limits.unpacked;
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== directoryEntry)
      throw new ZipError('the archive is damaged');
    const entry = entryAt(bytes, at);
    if (!entry.name.endsWith('/')) {
      const content = unpack(bytes, entry, left);
      if (crc32(content) !== entry.checksum) throw new ZipError(`${entry.name} is damaged`);
      left -= content.length;
      files.set(entry.name, content);
    }
    at = entry.next;
  }
  return files;
}

function findEnd(bytes: Buffer): number {
  const lowest = Math.max(0, bytes.length - 65_557);
  for (let at = bytes.length - 22; at >= lowest; at -= 1) {
    if (bytes.readUInt32LE(at) === endOfDirectory) return at;
  }
  throw new ZipError('this is no zip archive');
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly offset: number;
  readonly next: number;
}

function entryAt(bytes: Buffer, at: number): Entry {
  const nameLength = bytes.readUInt16LE(at + 28);
  const next = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  if (bytes.readUInt16LE(at + 8) & 1) throw new ZipError('the archive is encrypted');
  return {
    name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
    method: bytes.readUInt16LE(at + 10),
    checksum: bytes.readUInt32LE(at + 16),
    packed: bytes.readUInt32LE(at + 20),
    offset: bytes.readUInt32LE(at + 42),
    next,
  };
}

function unpack(bytes: Buffer, { name, method, packed, offset }: Entry, left: number): Buffer {
  if (offset + 30 > bytes.length) throw new ZipError('the archive is damaged');
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const content = bytes.subarray(start, start + packed);
  if (method === 0) {
    if (content.length > left) throw new ZipError(tooLarge);
    return content;
  }
  if (method !== 8) throw new ZipError(`${name} is packed in a way that cannot be read`);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    throw new ZipError(
      (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge : `${name} is damaged`,
    );
  }
}

const tooLarge = 'the archive is too large once unpacked';

/** Packs files into an archive; the same files give the same bytes. */
export function writeZip(files: ReadonlyMap<string, string | Buffer>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const common = commonHeader(raw, packed, Buffer.byteLength(name));
    const body = Buffer.concat([uint32(0x04034b50), common, Buffer.from(name), packed]);
    directory.push(directoryHeader(common, name, offset));
    bodies.push(body);
    offset += body.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...bodies, central, endHeader(files.size, central.length, offset)]);
}

// Version 2.0, names in UTF-8, deflated, 1 January 1980: no moment, so that archives can be compared.
function commonHeader(raw: Buffer, packed: Buffer, nameLength: number): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(0x0800, 2);
  header.writeUInt16LE(8, 4);
  header.writeUInt16LE(0x21, 8);
  header.writeUInt32LE(crc32(raw), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(raw.length, 18);
  header.writeUInt16LE(nameLength, 22);
  return header;
}

function directoryHeader(common: Buffer, name: string, offset: number): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([uint32(directoryEntry), Buffer.from([20, 0]), common, tail, Buffer.from(name)]);
}

function endHeader(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(endOfDirectory, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
