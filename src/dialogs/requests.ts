import type { Records } from '../handoff/records.ts';
import type { Say } from '../language/say.ts';
import type { Context, Dialog } from './dialog.ts';
import { authorityOf } from './info.ts';
import { whenSay } from './when.ts';

/** My requests: where each stands, by whom and by when, in plain words; as many as there is room for. */
export const requests: Dialog = {
  begin(context) {
    if (!context.records) return { says: [], state: null, wants: 'records' };
    const says = context.records.requests.map((request) => standing(context, request));
    if (says.length === 0) return { says: [{ key: 'bot.requests.none' }], state: null };
    const counts = says.map((_, i) => says.slice(0, says.length - i));
    return {
      says: counts.find((some) => context.fits(some, context.facts)) ?? says.slice(0, 1),
      state: null,
    };
  },
  reply: (_context, _state, input) => ({ says: [], state: null, passOn: input }),
  ask: () => [],
};

function standing(context: Context, request: Records['requests'][number]): Say {
  const { code, status, dueAt, complaint, sent } = request;
  const when = whenSay(context, dueAt);
  const authority = authorityOf(context.settings);
  if (complaint)
    return {
      key: `bot.complaint.${status === 'closed' ? 'closed' : 'open'}`,
      values: { code, when, authority },
    };
  if (status === 'closed') return { key: 'bot.requests.closed', values: { code } };
  if (sent) {
    const values = { code, service: sent.to.slice(0, 22), when: whenSay(context, sent.callAt) };
    return { key: 'bot.requests.sent', values };
  }
  return {
    key: status === 'claimed' ? 'bot.requests.open_held' : 'bot.requests.open',
    values: { code, when },
  };
}
