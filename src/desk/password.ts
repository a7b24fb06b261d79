import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

/** Least length of a password; no other rule, as long ones beat strange ones. */
export const leastPasswordLength = 10;
const memoryKib = 19_456;
const passes = 2;
const saltLength = 16;
const hashLength = 32;

/** Hashes a password with argon2id (19 MiB, two passes) into a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltLength);
  const hash = await argon2id(password, salt, { memory: memoryKib, passes, lanes: 1, length: hashLength });
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=1$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether the password is the one behind a PHC string; false too for a string that is none. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc);
  if (!parts) return false;
  const wanted = Buffer.from(parts[5]!, 'base64');
  const cost = { memory: Number(parts[1]), passes: Number(parts[2]), lanes: Number(parts[3]) };
  const hash = await argon2id(password, Buffer.from(parts[4]!, 'base64'), { ...cost, length: wanted.length });
  return timingSafeEqual(hash, wanted);
}

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly length: number;
}

function argon2id(password: string, nonce: Buffer, cost: Cost): Promise<Buffer> {
  // The same letters may be typed composed or decomposed, depending on the keyboard.
  const message = Buffer.from(password.normalize('NFKC'), 'utf8');
  return derive('argon2id', {
    message,
    nonce,
    memory: cost.memory,
    passes: cost.passes,
    parallelism: cost.lanes,
    tagLength: cost.length,
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
