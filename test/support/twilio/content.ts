import { accountSid } from './payloads.ts';

/** Twilio's Content resources, as far as they are used: create, list, fetch, delete, ask for approval. */
export interface ContentStore {
  /** Answers a call under `/v1/`, or undefined for a path that is not served. */
  answer(method: string, path: string, body: string): { status: number; body: unknown } | undefined;
  readonly all: ReadonlyMap<string, Record<string, unknown>>;
  /** What WhatsApp says of a resource from now on. */
  decide(sid: string, status: string): void;
}

/** An empty store. */
export function contentStore(): ContentStore {
  const all = new Map<string, Record<string, unknown>>();
  const approvals = new Map<string, Record<string, unknown>>();
  return {
    all,
    decide: (sid, status) => approvals.set(sid, { ...approvals.get(sid), status }),
    answer(method, path, body) {
      const [, sid, sub] = /^\/v1\/Content(?:\/(\w+))?(\/ApprovalRequests(?:\/whatsapp)?)?$/.exec(path) ?? [];
      if (!/^\/v1\/Content(AndApprovals)?(\/|$)/.test(path)) return undefined;
      if (!sid) return method === 'POST' ? create(all, body) : { status: 200, body: page([...all.values()]) };
      const found = all.get(sid);
      if (!found)
        return { status: 404, body: { code: 20404, message: 'The resource was not found', status: 404 } };
      if (sub) return approval(approvals, sid, method, body);
      if (method === 'DELETE') all.delete(sid);
      return method === 'DELETE' ? { status: 204, body: null } : { status: 200, body: found };
    },
  };
}

function create(all: Map<string, Record<string, unknown>>, body: string) {
  const given = JSON.parse(body) as { friendly_name?: string; language?: string; types?: object };
  if (!given.language || !given.types || Object.keys(given.types).length === 0)
    return { status: 400, body: { code: 20001, message: 'language and types are required', status: 400 } };
  const sid = `HX${(all.size + 1).toString(16).padStart(32, '0')}`;
  const at = new Date().toISOString();
  const url = `https://content.twilio.com/v1/Content/${sid}`;
  const made = {
    variables: {},
    ...given,
    sid,
    account_sid: accountSid,
    date_created: at,
    date_updated: at,
    url,
  };
  all.set(sid, made);
  return { status: 201, body: made };
}

function approval(
  approvals: Map<string, Record<string, unknown>>,
  sid: string,
  method: string,
  body: string,
) {
  if (method === 'POST')
    approvals.set(sid, { ...JSON.parse(body), content_type: 'twilio/text', status: 'received' });
  const whatsapp = approvals.get(sid) ?? { status: 'unsubmitted' };
  return method === 'POST'
    ? { status: 201, body: whatsapp }
    : { status: 200, body: { sid, account_sid: accountSid, whatsapp } };
}

function page(contents: unknown[]) {
  return { contents, meta: { page: 0, page_size: 50, next_page_url: null, key: 'contents' } };
}
