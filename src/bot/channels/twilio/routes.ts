import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { StatusReport } from '../../../messages/delivery.ts';
import type { Inbound } from '../../../messages/inbound.ts';
import { type Form, FormFault, readForm } from './form.ts';
import { readInbound } from './inbound.ts';
import { isSigned } from './signature.ts';
import { readStatus } from './status.ts';

/** What the webhooks need: who signs them, and where messages and statuses go once they are read. */
export interface TwilioRoutesDeps {
  readonly config: { readonly publicUrl: string; readonly twilio: { readonly authToken: string } };
  /** Resolves once the message is stored: only then is the webhook answered. */
  receive(inbound: Inbound): Promise<unknown>;
  report(status: StatusReport): Promise<unknown>;
}

/** The longest webhook Twilio sends is a few kilobytes; a WhatsApp text has 1,600 characters. */
const bodyLimit = 256 * 1024;

/** `POST /twilio/inbound` and `POST /twilio/status`: signed or refused, stored or refused, then answered. */
export function twilioRoutes({ config, receive, report }: TwilioRoutesDeps): FastifyPluginAsync {
  return async (app) => {
    readFormsOnly(app);
    app.addHook('preHandler', async (request, reply) => {
      const signature = request.headers['x-twilio-signature'];
      const url = config.publicUrl + request.originalUrl;
      const signed = isSigned(config.twilio.authToken, headerText(signature), url, formOf(request));
      if (!signed) return reply.code(403).type('text/plain').send('The signature is missing or wrong.');
    });
    app.post('/twilio/inbound', { bodyLimit }, async (request, reply) => {
      const inbound = readInbound(formOf(request));
      if (typeof inbound === 'string') return refuse(reply, inbound);
      await receive(inbound);
      // The answer goes out by REST: TwiML would be lost with a connection that breaks now.
      return reply.type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
    });
    app.post('/twilio/status', { bodyLimit }, async (request, reply) => {
      const status = readStatus(formOf(request), request.query as { outbox?: unknown });
      if (typeof status === 'string') return refuse(reply, status);
      if (status) await report(status);
      return reply.code(204).send();
    });
  };
}

/** The signature is made over what was sent: the raw bytes are read by our own strict parser, and nothing else is. */
function readFormsOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    (_request, body, done) => {
      try {
        done(null, readForm(body as Buffer));
      } catch (fault) {
        done(fault as Error);
      }
    },
  );
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 503;
    if (status < 500) return reply.code(status).type('text/plain').send(error.message);
    // Twilio tries again after a 5xx (webhook setting rp=5xx): not stored is better said than hidden.
    // Only the kind is logged: the message of a database error carries its parameters.
    request.log.error({ fault: error.name, code: codeOf(error) }, 'a Twilio webhook was not stored');
    return reply.code(503).type('text/plain').send('Not stored, please send again.');
  });
}

function codeOf(error: Error): unknown {
  return (error as { code?: unknown }).code ?? (error.cause as { code?: unknown } | undefined)?.code;
}

function formOf(request: FastifyRequest): Form {
  if (request.body instanceof Map) return request.body as Form;
  throw new FormFault('The body is empty.');
}

function headerText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function refuse(reply: FastifyReply, why: string): FastifyReply {
  return reply.code(400).type('text/plain').send(why);
}
