import { createHash } from 'node:crypto';

// One fixed random namespace, so that the same row of the same pack has the same id in every installation.
const namespace = Buffer.from('6f1c9b0e5d3a4c41a2b77f0c2d9e8b15', 'hex');

/** A UUID (version 5) made from a name: the same name always gives the same id, so loading twice changes nothing. */
export function uuidFromName(name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether a text is a UUID of any version, as HSDS wants every id to be. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
