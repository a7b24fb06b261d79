import { fork } from 'node:child_process';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { sms } from '../../test/support/twilio/payloads.ts';
import { encode, post } from '../../test/support/twilio/webhooks.ts';
import { round } from './numbers.ts';

/** How many times a second this machine puts 8 kB on its disk for good: no durable store commits more often, one by one. */
export function fsyncsPerSecond(milliseconds = 1000): number {
  const folder = mkdtempSync(join(tmpdir(), 'dellusi-fsync-'));
  const file = openSync(join(folder, 'file'), 'w');
  const page = Buffer.alloc(8192, 1);
  const begun = performance.now();
  let count = 0;
  for (; performance.now() - begun < milliseconds; count++) {
    writeSync(file, page, 0, page.length, (count % 512) * page.length);
    fdatasyncSync(file);
  }
  const perSecond = count / ((performance.now() - begun) / 1000);
  closeSync(file);
  rmSync(folder, { recursive: true });
  return round(perSecond);
}

/** How many webhooks a second a Fastify that does nothing answers here, with the same load driver beside it. */
export async function plainPostsPerSecond(milliseconds = 2000): Promise<number> {
  const child = fork(import.meta.filename, ['serve']);
  const address = await new Promise<string>((resolve) => child.once('message', (m) => resolve(String(m))));
  const body = encode(sms('+221770000001', 'Bonjour'));
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const begun = performance.now();
  let count = 0;
  const one = async () => {
    while (performance.now() - begun < milliseconds) {
      await post(`${address}/twilio/inbound`, headers, body);
      count++;
    }
  };
  await Promise.all(Array.from({ length: 64 }, one));
  const perSecond = count / ((performance.now() - begun) / 1000);
  child.kill();
  return round(perSecond);
}

if (process.argv[2] === 'serve') {
  const app = Fastify();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_r, _b, done) =>
    done(null),
  );
  app.post('/twilio/inbound', async (_request, reply) => reply.type('text/xml').send('<Response/>'));
  process.send?.(await app.listen({ port: 0, host: '127.0.0.1' }));
}
