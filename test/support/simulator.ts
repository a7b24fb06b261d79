import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { createSimulator, type Simulator } from '../../src/bot/channels/simulator/provider.ts';
import { simulatorRoutes } from '../../src/bot/channels/simulator/routes.tsx';
import { findPaths } from '../../src/config.ts';
import type { Inbound } from '../../src/messages/inbound.ts';

/** The simulator's pages in front of a stand-in for the bot, which answers as told. */
export interface StandIn {
  readonly app: FastifyInstance;
  readonly simulator: Simulator;
  readonly received: Inbound[];
  /** What the bot says to the next message; null: it is silent. */
  answer(text: string | null, labels?: readonly string[]): void;
  /** The inbox refuses everything from now on. */
  fail(): void;
}

/** Makes the pages; nothing listens yet. */
export async function standIn(): Promise<StandIn> {
  const simulator = createSimulator({ callingCode: '221', delays: { delivered: 5, read: 5 } });
  const received: Inbound[] = [];
  let next: { text: string; labels: readonly string[] } | null = null;
  let failing = false;
  let handled = Promise.resolve();
  let sent = 0;
  const receive = async (inbound: Inbound) => {
    if (failing) throw new Error('no database');
    received.push(inbound);
    if (!next) return;
    const { text, labels } = next;
    const options = labels.map((label, at) => ({ id: label, digit: String(at + 1), label }));
    const message = { channel: inbound.channel, to: inbound.from, ours: inbound.ours, text, options };
    handled = simulator.send({ ...message, id: ++sent }).then(() => {});
  };
  // a spare connection that fetch opened and never used would otherwise hold the closing up for a minute
  const app = Fastify({ forceCloseConnections: true });
  await app.register(simulatorRoutes, {
    prefix: '/simulator',
    simulator,
    receive,
    idle: () => handled,
    serviceName: 'Ndimbal',
    towns: [{ label: 'Kolda', latitude: 12.8835, longitude: -14.95 }],
    staticFolder: join(findPaths().root, 'src', 'bot', 'channels', 'simulator', 'static'),
  });
  return {
    app,
    simulator,
    received,
    answer: (text, labels = []) => {
      next = text === null ? null : { text, labels };
    },
    fail: () => {
      failing = true;
    },
  };
}
