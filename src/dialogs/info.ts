import type { Say } from '../language/say.ts';
import { askChoice, yesNo } from './choose.ts';
import type { Context, Dialog } from './dialog.ts';
import { languageOf } from './facts.ts';

const lastPage = 3;

/** The full notice about personal data, three pages; then whatever was asked before. */
export const info: Dialog = {
  begin: (context) => ({ says: [page(context, 1)], state: { name: 'info', page: 1 } }),

  reply(context, state, input) {
    const next = Number(state.page) + 1;
    const command = context.understand.command(input.text, languageOf(context.facts))?.command;
    if (command !== 'more' && command !== 'info') return { says: [], state: null };
    if (next < lastPage) return { says: [page(context, next)], state: { name: 'info', page: next } };
    return { says: [page(context, lastPage)], state: null };
  },

  ask: (context, state) => [page(context, Number(state.page))],
};

function page({ settings, facts }: Context, number: number): Say {
  const retention = { key: 'bot.when.months', values: { count: settings.retentionMonths } };
  const key = `bot.consent.info_${number}`;
  if (number < lastPage) return { key, values: { controller: settings.controllerName, retention } };
  // The question of the last page is put by the consent that follows; somebody who agreed long ago is not asked again.
  return facts.keeping ? { key: `${key}_read` } : askChoice(key, yesNo);
}
