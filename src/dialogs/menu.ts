import { askChoice, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog, Step } from './dialog.ts';
import { whenSay } from './when.ts';

const choices = choiceList(
  'menu',
  ['1', 'needs'],
  ['2', 'services'],
  ['3', 'information'],
  ['4', 'person'],
  ['5', 'requests'],
  ['6', 'language'],
  ['7', 'my_data'],
);

/** The menu: never on the first passage, always there by its word. */
export const menu: Dialog = {
  begin(context, options) {
    const chosen = options.choice as string | undefined;
    return chosen
      ? pick(context, chosen)
      : { says: menu.ask(context, { name: 'menu' }, {}, false), state: { name: 'menu' } };
  },

  reply(context, state, input) {
    const choice = readChoice(context, input, choices);
    return choice ? pick(context, choice) : { says: [], state, missed: true };
  },

  ask: () => [askChoice('bot.menu.body', choices)],
};

function pick(context: Context, choice: string): Step {
  switch (choice) {
    case 'needs':
      return { says: [], state: null, next: { name: 'needs' } };
    case 'services':
      return { says: [], state: null, next: { name: 'services' } };
    case 'person':
      return { says: [], state: null, next: { name: 'callback', options: { reason: 'person_wanted' } } };
    case 'language':
      return { says: [], state: null, next: { name: 'language' } };
    case 'information':
      return { says: [], state: null, next: { name: 'information' } };
    case 'requests':
      return { says: [requests(context)], state: null };
    default:
      return { says: [], state: null, next: { name: 'my_data' } };
  }
}

function requests(context: Context) {
  const open = context.facts.case;
  if (!open) return { key: 'bot.requests.none' };
  const key = open.status === 'claimed' ? 'bot.requests.open_held' : 'bot.requests.open';
  return { key, values: { code: open.code, when: whenSay(context, open.dueAt) } };
}
