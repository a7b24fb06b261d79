import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export interface StatusDeps {
  /** Resolves when the database and the job queues answer; rejects otherwise. */
  readonly check: () => Promise<void>;
  readonly waiting: () => Promise<{ readonly inbox: number; readonly outbox: number }>;
}

const patienceMs = 3000;

/** `/healthz` (the process is up), `/readyz` (database and jobs answer), `/metrics` (Prometheus). */
export async function statusRoutes(app: FastifyInstance, { check, waiting }: StatusDeps): Promise<void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const inbox = new Gauge({
    name: 'dellusi_inbox_waiting',
    help: 'Messages not handled yet',
    registers: [registry],
  });
  const outbox = new Gauge({
    name: 'dellusi_outbox_waiting',
    help: 'Messages not sent yet',
    registers: [registry],
  });
  const requests = new Counter({
    name: 'dellusi_requests_total',
    help: 'Requests by route and status',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    requests.inc({ route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) });
  });
  app.get('/healthz', async () => ({ status: 'up' }));
  app.get('/readyz', async (_request, reply) => {
    const late = new Promise((_, reject) => setTimeout(reject, patienceMs, new Error('no answer')).unref());
    try {
      await Promise.race([check(), late]);
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'not ready', why: 'The database does not answer.' });
    }
  });
  app.get('/metrics', async (_request, reply) => {
    const count = await waiting();
    inbox.set(count.inbox);
    outbox.set(count.outbox);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
