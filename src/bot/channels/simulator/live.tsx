import type { FastifyReply, FastifyRequest } from 'fastify';
import { render } from 'preact-render-to-string';
import { BubbleView, TapsView, Ticks } from './bubble.tsx';
import { PhoneView, type Town } from './page.tsx';
import type { PhoneEvent, Phones } from './phones.ts';
import type { PageWords } from './words.ts';

export interface LiveOptions {
  readonly phones: Phones;
  readonly towns: readonly Town[];
  readonly serviceName: string;
  readonly now: () => Date;
  /** Marks this run of the process: after a restart event ids begin again and the page must load anew. */
  readonly run: string;
}

const beatMilliseconds = 15_000;

/** Streams what happens on the phones as server-sent events, after the last one that the page saw. */
export function createLive(options: LiveOptions) {
  const open = new Set<() => void>();
  return {
    stream: (request: FastifyRequest, reply: FastifyReply, words: PageWords) => {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      raw.write('retry: 1000\n\n');
      const send = (event: PhoneEvent) => raw.write(asServerSent(event, words, options));
      const missed = missedEvents(request, options);
      if (missed === null) raw.write('event: reload\ndata: {}\n\n');
      else missed.forEach(send);
      const stop = options.phones.listen(send);
      const beat = setInterval(() => raw.write(': \n\n'), beatMilliseconds);
      const end = () => {
        clearInterval(beat);
        stop();
        open.delete(end);
        raw.end();
      };
      open.add(end);
      raw.on('close', end);
    },
    close: () => {
      for (const end of [...open]) end();
    },
  };
}

/** The browser repeats the last id by itself; the first time it stands in the address. */
function missedEvents(request: FastifyRequest, { phones, run }: LiveOptions): readonly PhoneEvent[] | null {
  const { after } = request.query as { after?: string };
  const seen = String(request.headers['last-event-id'] ?? after ?? '');
  const [ofRun, id] = seen.split('.');
  return ofRun === run && id && /^\d+$/.test(id) ? phones.since(Number(id)) : null;
}

function asServerSent(event: PhoneEvent, words: PageWords, options: LiveOptions): string {
  const data = JSON.stringify({ number: event.number, ...detail(event, words, options) });
  return `id: ${options.run}.${event.id}\nevent: ${event.kind}\ndata: ${data}\n\n`;
}

function detail(event: PhoneEvent, words: PageWords, { phones, towns, serviceName, now }: LiveOptions) {
  switch (event.kind) {
    case 'phone': {
      const phone = phones.get(event.number);
      const bare = phone && { ...phone, bubbles: [] };
      return {
        html: bare && render(<PhoneView phone={bare} {...{ words, towns, serviceName }} now={now()} />),
      };
    }
    case 'bubble': {
      const { bubble } = event;
      return {
        channel: bubble.channel,
        from: bubble.from,
        html: render(<BubbleView bubble={bubble} words={words} />),
        taps: render(<TapsView last={bubble} words={words} />),
      };
    }
    case 'status':
      return { bubble: event.bubble.id, html: render(<Ticks bubble={event.bubble} words={words} />) };
    case 'gone':
      return {};
    default:
      return { channel: event.channel };
  }
}
