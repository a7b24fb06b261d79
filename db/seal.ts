import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomFillSync,
} from 'node:crypto';

/** One AES-256 key and the short id that stands in front of what it sealed. */
export interface Key {
  readonly id: string;
  readonly secret: Buffer;
}

/** The service's keys, newest first: the newest seals, all of them open. */
export interface Keys {
  readonly seal: (plain: Uint8Array) => Buffer;
  readonly open: (sealed: Uint8Array) => Buffer;
  /** Keyed hash of an identifier, to find it without keeping it readable. */
  readonly hash: (text: string) => Buffer;
}

const nonceLength = 12;
const tagLength = 16;

/** Random bytes are drawn for many nonces at once: one by one they cost as much as the sealing. */
const nonces = Buffer.alloc(nonceLength * 512);
let nextNonce = nonces.length;

function newNonce(): Buffer {
  if (nextNonce === nonces.length) {
    randomFillSync(nonces);
    nextNonce = 0;
  }
  nextNonce += nonceLength;
  return nonces.subarray(nextNonce - nonceLength, nextNonce);
}

/**
 * Seals bytes with AES-256-GCM: nonce, tag, then ciphertext. Secrets are KeyObjects, because Node takes four times as
 * long to see that bytes are not one.
 */
export function sealWith(secret: KeyObject, plain: Uint8Array): Buffer {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', secret, nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Opens what `sealWith` made; throws when it was changed or the key is another. */
export function openWith(secret: KeyObject, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, nonceLength));
  decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
  return Buffer.concat([decipher.update(sealed.subarray(nonceLength + tagLength)), decipher.final()]);
}

/** Keys from configuration; sealed bytes carry the id of their key, so keys can rotate. */
export function createKeys(ring: readonly Key[]): Keys {
  const newest = ring[0];
  const oldest = ring.at(-1);
  if (!newest || !oldest) throw new Error('At least one encryption key is needed.');
  const byId = new Map(ring.map((key) => [key.id, createSecretKey(key.secret)]));
  const sealing = createSecretKey(newest.secret);
  // Hashes must stay findable when a newer key is put in front, so they hang on the oldest key.
  const hashKey = createSecretKey(createHmac('sha256', oldest.secret).update('dellusi lookup').digest());
  return {
    seal: (plain) => {
      const id = Buffer.from(newest.id, 'utf8');
      return Buffer.concat([Buffer.from([id.length]), id, sealWith(sealing, plain)]);
    },
    open: (sealed) => {
      const length = sealed[0] ?? 0;
      const id = Buffer.from(sealed.subarray(1, 1 + length)).toString('utf8');
      const secret = byId.get(id);
      if (!secret) throw new Error(`Encryption key "${id}" is not configured: add it to ENCRYPTION_KEYS.`);
      return openWith(secret, sealed.subarray(1 + length));
    },
    hash: (text) => createHmac('sha256', hashKey).update(text).digest(),
  };
}

/** A person's own key: texts sealed under it are gone for good once it is destroyed. */
export interface PersonKey {
  seal(value: unknown): Buffer;
  open<T>(sealed: Uint8Array): T;
}

/** Makes the key of a new person: the secret to use and the wrapped form to keep. */
export function newPersonKey(keys: Keys): { key: PersonKey; wrapped: Buffer } {
  const secret = randomBytes(32);
  return { key: personKey(secret), wrapped: keys.seal(secret) };
}

/** Unwraps a person's key as it is kept in the database. */
export function openPersonKey(keys: Keys, wrapped: Uint8Array): PersonKey {
  return personKey(keys.open(wrapped));
}

function personKey(bytes: Buffer): PersonKey {
  const secret = createSecretKey(bytes);
  return {
    seal: (value) => sealWith(secret, Buffer.from(JSON.stringify(value), 'utf8')),
    open: (sealed) => JSON.parse(openWith(secret, sealed).toString('utf8')),
  };
}
