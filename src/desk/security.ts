import csrf from '@fastify/csrf-protection';
import helmet from '@fastify/helmet';
import limit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';

/** Headers that let the desk load nothing but its own files, and a token on everything that changes something. */
export async function protect(app: FastifyInstance, publicUrl: string): Promise<void> {
  const secure = publicUrl.startsWith('https:');
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'"],
        mediaSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(csrf, { sessionPlugin: '@fastify/session' });
  app.addHook('preHandler', (request, reply, done) => {
    if (request.method === 'POST') app.csrfProtection(request, reply, done);
    else done();
  });
  app.addHook('onSend', async (_request, reply) => {
    // Pages hold personal words: no copy may stay in a browser that others use too.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  await app.register(limit, { global: false });
}

/** Tries to sign in: from one connection per minute (an office shares one), and for one account per quarter of an hour. */
export const signInLimits = {
  connection: { max: 20, timeWindow: '1 minute' },
  account: { max: 10, timeWindow: '15 minutes' },
} as const;
