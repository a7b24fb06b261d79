import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type FeedRow, feedAfter, feedCursor } from '../../handoff/event-store.ts';
import { createFeed } from '../feed.ts';
import { queryOf } from '../form.ts';
import type { Desk } from '../page.tsx';
import { only, staffOf } from '../sessions.ts';
import { type StaffMember, staffMember } from '../staff-store.ts';

const heartbeatMs = 25_000;
const most = 200;

/** The address of the feed for a page read at this cursor. */
export function feedAddress(cursor: string): string {
  return `/desk/feed?after=${cursor}`;
}

/** The live feed: one event per case that changed; the page fetches what it shows anew. */
export function liveRoutes(app: FastifyInstance, desk: Desk): void {
  const feed = createFeed(desk.db);
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    feed.close();
    for (const end of open) end();
  });

  app.get('/feed', { onRequest: only('cases'), logLevel: 'warn' }, async (request, reply) => {
    const stream = new PassThrough();
    const pump = createPump(desk, staffOf(request), await firstCursor(request, desk), stream);
    const stop = feed.listen(pump.next);
    const beat = setInterval(pump.beat, heartbeatMs);
    const end = () => {
      clearInterval(beat);
      stop();
      open.delete(end);
      stream.end();
    };
    open.add(end);
    stream.on('close', end).on('error', end);
    stream.write(': here\n\n');
    return reply
      .type('text/event-stream')
      .header('cache-control', 'no-store')
      .header('x-accel-buffering', 'no')
      .send(stream);
  });
}

/** A browser that comes back says what it saw last; a fresh page carries its cursor in the address. */
async function firstCursor(request: FastifyRequest, desk: Desk): Promise<string> {
  const seen = String(request.headers['last-event-id'] ?? queryOf(request, 'after'));
  return /^\d{1,19}-\d{1,18}$/.test(seen) ? seen : feedCursor(desk.db);
}

/** Reads on from the cursor for one browser, never twice at the same time. */
function createPump(desk: Desk, staff: StaffMember, from: string, stream: PassThrough) {
  let viewer = staff;
  let cursor = from;
  let reading = false;
  let again = false;
  const read = async () => {
    for (;;) {
      const rows = await feedAfter(desk.db, cursor, viewer, most);
      if (rows.length > 0 && !stream.writableEnded) stream.write(eventsOf(rows));
      cursor = rows.at(-1)?.cursor ?? cursor;
      if (rows.length < most) return;
    }
  };
  const next = () => {
    again = true;
    if (reading) return;
    reading = true;
    void (async () => {
      while (again) {
        again = false;
        await read();
      }
    })()
      // The browser connects again with the last id it saw, so nothing is lost by ending here.
      .catch(() => stream.end())
      .finally(() => {
        reading = false;
      });
  };
  const beat = () => {
    stream.write(': here\n\n');
    void staffMember(desk.db, staff.id).then(
      (now) => {
        if (now) viewer = now;
        else stream.end();
      },
      () => {},
    );
  };
  return { next, beat };
}

/** The id stands on the last event only: a browser that lost half of a batch gets all of it again. */
function eventsOf(rows: readonly FeedRow[]): string {
  const codes = [...new Set(rows.map((row) => row.code))];
  const each = codes.map((code) => `event: case-${code}\ndata: ${code}\n\n`);
  return `${each.join('')}id: ${rows.at(-1)!.cursor}\nevent: cases\ndata: ${codes.length}\n\n`;
}
