import type { Records } from '../handoff/records.ts';
import { askChoice, readYesNo, yesNo } from './choose.ts';
import type { Context, Dialog, DialogState, Effect, Step } from './dialog.ts';

/** Takes a yes to passing something on back, body by body. */
export const withdraw: Dialog = {
  begin: (context) =>
    context.records ? next(context.records, 0) : { says: [], state: null, wants: 'records' },

  reply(context, state, input) {
    if (!context.records) return { says: [], state, wants: 'records' };
    const yes = readYesNo(context, input);
    const at = Number(state.at);
    const agreement = context.records.agreements[at];
    if (yes === null || !agreement) return { says: [], state, missed: true };
    if (!yes)
      return at + 1 < context.records.agreements.length
        ? next(context.records, at + 1)
        : { says: [], state: null };
    const dueAt = context.duty.dueAt('normal');
    const effects: Effect[] = [{ type: 'withdraw', receiver: agreement.receiver, dueAt }];
    const values = { service: agreement.name.slice(0, 40) };
    const key = agreement.sent ? 'bot.my_data.withdrawn_sent' : 'bot.my_data.withdrawn';
    return { says: [{ key, values }], state: null, effects };
  },

  ask: (_context: Context, state: DialogState) => [question(String(state.service))],
};

function next({ agreements }: Records, at: number): Step {
  const agreement = agreements[at];
  if (!agreement) return { says: [{ key: 'bot.my_data.nothing_passed_on' }], state: null };
  const service = agreement.name.slice(0, 40);
  return { says: [question(service)], state: { name: 'withdraw', at, service } };
}

function question(service: string) {
  return askChoice('bot.my_data.withdraw_ask', yesNo, { service });
}
