import { askChoice, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog, Step } from './dialog.ts';

const choices = choiceList('leaving', ['1', 'ways'], ['2', 'fraud'], ['3', 'here'], ['4', 'person']);

/** The sheet behind each choice. */
const sheets: Readonly<Record<string, string>> = { ways: 'regular_travel', fraud: 'fraud', here: 'work' };

/** Thinking of leaving: what exists, without preaching; nothing of it is kept. */
export const leaving: Dialog = {
  begin: () => ({ says: [askChoice('bot.leaving.intro', choices)], state: { name: 'leaving' } }),

  reply(context, state, input) {
    const choice = readChoice(context, input, choices);
    return choice ? picked(context, choice) : { says: [], state, missed: true };
  },

  ask: () => [askChoice('bot.leaving.intro', choices)],
};

function picked({ topics }: Context, choice: string): Step {
  if (choice === 'person') return { says: [], state: null, next: { name: 'callback' } };
  const topic = topics.find(({ id }) => id === sheets[choice]);
  return { says: [], state: null, next: { name: 'information', options: topic ? { topic: topic.id } : {} } };
}
