import { askChoice, readYesNo, yesNo } from './choose.ts';
import type { Dialog } from './dialog.ts';
import { lines } from './lines.ts';

/** After the third misunderstanding: a human, or the question again. */
export const offer_person: Dialog = {
  begin: () => ({
    says: [askChoice('bot.misunderstood.person_offer', yesNo)],
    state: { name: 'offer_person' },
  }),

  reply(context, state, input) {
    const yes = readYesNo(context, input);
    if (yes === null) return { says: [], state, missed: true };
    if (!yes) return { says: [], state: null };
    const next = context.facts.keeping === 'minor' ? 'minor' : 'callback';
    return { says: [], state: null, next: { name: next, options: { reason: 'not_understood' } } };
  },

  // Misunderstood here too: only what each digit does, and the number that always answers.
  ask: (context, _state, _answers, simpler) => [
    simpler
      ? { key: 'bot.misunderstood.ways_out', values: { lines: lines(context, ['urgent', 'medical']) } }
      : askChoice('bot.misunderstood.person_offer', yesNo),
  ],
};
