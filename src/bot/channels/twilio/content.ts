import type { Template } from '../../templates.ts';
import type { TwilioClient } from './client.ts';

/** A template as Twilio has it, and what WhatsApp says of it. */
export interface SyncedTemplate {
  readonly template: Template;
  readonly sid: string;
  /** `received`, `pending`, `approved`, `rejected` …, as WhatsApp calls it. */
  readonly approval: string;
}

/** Makes the templates that Twilio does not have yet and asks WhatsApp to approve them; doing it again changes nothing. */
export async function syncTemplates(
  client: TwilioClient,
  templates: readonly Template[],
): Promise<readonly SyncedTemplate[]> {
  const there = await sidsByTitle(client);
  const synced: SyncedTemplate[] = [];
  for (const template of templates) {
    const sid = there.get(template.title) ?? (await create(client, template));
    const known = await approvalOf(client, sid);
    const approval = known === 'unsubmitted' ? await askApproval(client, sid, template) : known;
    synced.push({ template, sid, approval });
  }
  return synced;
}

/** How long it is believed that a template is approved, or not. */
const believedMs = 10 * 60_000;

/** Finds the id of a template once WhatsApp has approved it; null: it has not, or nobody has asked it. */
export function approvedTemplates(client: TwilioClient): (template: Template) => Promise<string | null> {
  const believed = new Map<string, { readonly sid: string | null; readonly until: number }>();
  return async ({ title }) => {
    const known = believed.get(title);
    if (known && known.until > Date.now()) return known.sid;
    const found = (await sidsByTitle(client)).get(title);
    const sid = found && (await approvalOf(client, found)) === 'approved' ? found : null;
    believed.set(title, { sid, until: Date.now() + believedMs });
    return sid;
  };
}

async function sidsByTitle(client: TwilioClient): Promise<ReadonlyMap<string, string>> {
  const contents = await client.content.v1.contents.list({ limit: 1000 });
  return new Map(contents.map(({ friendlyName, sid }) => [friendlyName, sid]));
}

async function create(client: TwilioClient, { title, language, body, blanks }: Template): Promise<string> {
  const request = {
    // The library hands these names over as they are: in any other spelling Twilio would not know them.
    friendly_name: title,
    language,
    variables: Object.fromEntries(blanks.map((blank, at) => [String(at + 1), blank])),
    types: { 'twilio/text': { body } },
  };
  const made = await client.content.v1.contents.create(request as never);
  return made.sid;
}

async function askApproval(client: TwilioClient, sid: string, { title }: Template): Promise<string> {
  const asked = { name: title, category: 'UTILITY' };
  const { status } = await client.content.v1.contents(sid).approvalCreate.create(asked);
  return status;
}

async function approvalOf(client: TwilioClient, sid: string): Promise<string> {
  const { whatsapp } = await client.content.v1.contents(sid).approvalFetch().fetch();
  return (whatsapp as { status?: string } | null)?.status ?? 'unsubmitted';
}
