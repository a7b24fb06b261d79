import type { Say, Value } from '../language/say.ts';
import { askChoice, readYesNo, yesNo } from './choose.ts';
import { decided } from './consent.ts';
import type { Context, Dialog, Settings } from './dialog.ts';
import { languageOf } from './facts.ts';

const lastPage = 3;

/** The full notice about personal data, three pages; then whatever was asked before. */
export const info: Dialog = {
  begin: (context) => ({ says: [page(context, 1)], state: { name: 'info', page: 1 } }),

  reply(context, state, input) {
    const next = Number(state.page) + 1;
    const command = context.understand.command(input.text, languageOf(context.facts))?.command;
    if (next <= lastPage && (command === 'more' || command === 'info'))
      return { says: [page(context, next)], state: { name: 'info', page: next } };
    const yes = readYesNo(context, input);
    if (Number(state.page) < lastPage || context.facts.keeping) {
      // A page that asks nothing stands between a "oui" and the question of consent: that is put again.
      const toNothing = yes === true && !context.facts.keeping && /\p{L}/u.test(input.text);
      return { says: [], state: null, ...(toNothing ? {} : { passOn: input }) };
    }
    if (yes === null) return { says: [], state, missed: true };
    // Yes leads to the question that asks for the age as well; no is the answer to it.
    return yes ? { says: [], state: null } : { ...decided(context, 'no', { name: 'refused' }), forget: true };
  },

  ask: (context, state) => [page(context, Number(state.page))],
};

function page({ settings, facts }: Context, number: number): Say {
  const retention = { key: 'bot.when.months', values: { count: settings.retentionMonths } };
  const key = `bot.consent.info_${number}`;
  if (number < lastPage) return { key, values: { retention } };
  // The question of the last page is put by the consent that follows; somebody who agreed long ago is not asked again.
  const values = { authority: authorityOf(settings) };
  return facts.keeping ? { key: `${key}_read`, values } : askChoice(key, yesNo, values);
}

/** ", or the authority in its town": where one else may complain to; nothing where it is not known. */
export function authorityOf({ dataAuthority }: Settings): Value {
  return dataAuthority ? { key: 'bot.complaint.authority', values: { ...dataAuthority } } : '';
}
