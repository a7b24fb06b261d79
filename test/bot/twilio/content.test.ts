import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTwilio } from '../../../src/bot/channels/twilio/twilio.ts';
import { createNotify } from '../../../src/bot/notify.ts';
import { type Template, templatesOf } from '../../../src/bot/templates.ts';
import { contentSync } from '../../../src/cli/content.ts';
import { findPaths, type TwilioConfig } from '../../../src/config.ts';
import { loadLocales } from '../../../src/language/locales.ts';
import { accountSid, authToken, whatsappNumber } from '../../support/twilio/payloads.ts';
import { type StandIn, startStandIn } from '../../support/twilio/stand-in.ts';

const paths = findPaths();
const templates = templatesOf(loadLocales(paths.locales));
const [french] = templates.filter(({ language }) => language === 'fr') as [Template];
let standIn: StandIn;
let twilio: TwilioConfig;
beforeAll(async () => {
  standIn = await startStandIn();
  twilio = { accountSid, authToken, whatsappFrom: whatsappNumber, apiUrl: standIn.url };
});
afterAll(() => standIn.close());
beforeEach(() => standIn.clear());

const posts = () =>
  standIn.calls
    .filter(({ method }) => method === 'POST')
    .map(({ path, body }) => ({ path, body: JSON.parse(body) as Record<string, unknown> }));
const link = { service_name: 'Ndimbal', service: 'Atelier', link: 'https://x.org/e/abc' };

describe('templates', () => {
  it('have numbered blanks, and begin and end with words, as WhatsApp wants', () => {
    expect(french.blanks).toEqual(['service_name', 'service', 'link']);
    for (const { body, title } of templates) {
      expect(body).toMatch(/\{\{1\}\}.*\{\{2\}\}.*\{\{3\}\}/);
      expect(body).not.toMatch(/^\{\{|\}\}$/);
      expect(title).toMatch(/^[a-z0-9_]+$/);
    }
  });

  it('are made once with a request for approval; the second time nothing is made', async () => {
    const first = await contentSync({ twilio, paths });
    expect(first).toHaveLength(templates.length);
    expect(first[0]).toMatch(/\treceived$/);
    const made = posts().filter(({ path }) => path === '/v1/Content');
    expect(made.map(({ body }) => body.friendly_name)).toEqual(templates.map(({ title }) => title));
    expect(made[0]!.body).toMatchObject({
      language: templates[0]!.language,
      types: { 'twilio/text': { body: templates[0]!.body } },
      variables: { 1: 'service_name', 2: 'service', 3: 'link' },
    });
    expect(posts().filter(({ path }) => path.endsWith('/ApprovalRequests/whatsapp'))).toHaveLength(
      templates.length,
    );
    standIn.clear();
    expect(await contentSync({ twilio, paths })).toEqual(first);
    expect(posts()).toEqual([]);
  });

  it('leave only once WhatsApp has approved them, filled in by number', async () => {
    const notify = async () => {
      const provider = await createTwilio(twilio, 'https://bot.example.org');
      const render = () => {
        throw new Error('Only the approved words may leave.');
      };
      return createNotify({ render, serviceName: 'Ndimbal', whatsapp: { provider, templates } });
    };
    const to = { whatsapp: '+221770000001', language: 'fr' } as const;
    const say = { key: 'bot.check.ask', values: link };
    expect(await (await notify())(to, say)).toEqual({
      told: false,
      fault: 'the WhatsApp template is not approved',
    });
    expect(standIn.messages).toEqual([]);
    const [sid] = [...standIn.content.all].find(([, made]) => made.friendly_name === french.title)!;
    standIn.content.decide(sid, 'approved');
    expect(await (await notify())(to, say)).toEqual({ told: true });
    const [sent] = standIn.messages;
    expect(Object.fromEntries(sent!.parameters)).toEqual({
      To: 'whatsapp:+221770000001',
      From: `whatsapp:${whatsappNumber}`,
      ContentSid: sid,
      ContentVariables: JSON.stringify({ 1: link.service_name, 2: link.service, 3: link.link }),
    });
    expect(await (await notify())(to, { key: 'bot.alert.new' })).toMatchObject({ told: false });
  });
});

const openapi = '../shared/data/twilio/content.openapi.json';
describe.skipIf(!existsSync(openapi))('every request for a template', () => {
  it('is one that Twilio’s own OpenAPI document allows', async () => {
    const document = JSON.parse(readFileSync(openapi, 'utf8'));
    const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(document, 'content');
    const schemaOf = (path: string) =>
      ajv.compile({
        $ref: `content#/paths/${path.replaceAll('/', '~1')}/post/requestBody/content/application~1json/schema`,
      });
    const fresh = await startStandIn();
    await contentSync({ twilio: { ...twilio, apiUrl: fresh.url }, paths });
    const create = schemaOf('/v1/Content');
    const approve = schemaOf('/v1/Content/{ContentSid}/ApprovalRequests/whatsapp');
    const sent = fresh.calls.filter(({ method }) => method === 'POST');
    expect(sent).toHaveLength(2 * templates.length);
    for (const { path, body } of sent) {
      const check = path === '/v1/Content' ? create : approve;
      expect(check(JSON.parse(body)), JSON.stringify(check.errors)).toBe(true);
    }
    await fresh.close();
  });
});
