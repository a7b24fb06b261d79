import type { Progress } from '../questionnaire/form.ts';
import { askChoice, type ChoiceList, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog, Step } from './dialog.ts';
import { hasMoreToAsk } from './full.ts';

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

/** On WhatsApp on one's own phone the full form may be asked for. */
const withForm = { ...choices, choices: [...choices.choices, { digit: '8', name: 'full' }] };

function choicesFor(context: Context, answers: Progress): ChoiceList {
  const { facts, look } = context;
  const own = look === 'whatsapp' && facts.writing === 'yes' && facts.keeping === 'adult';
  return own && answers.needs_now && hasMoreToAsk(context, answers) ? withForm : choices;
}

/** The menu: never on the first passage, always there by its word. */
export const menu: Dialog = {
  begin(context, options, answers) {
    const chosen = options.choice as string | undefined;
    return chosen
      ? pick(chosen)
      : { says: menu.ask(context, { name: 'menu' }, answers, false), state: { name: 'menu' } };
  },

  reply(context, state, input, answers) {
    const choice = readChoice(context, input, choicesFor(context, answers));
    return choice ? pick(choice) : { says: [], state, missed: true };
  },

  ask: (context, _state, answers) => [askChoice('bot.menu.body', choicesFor(context, answers))],
};

function pick(choice: string): Step {
  switch (choice) {
    case 'needs':
      return { says: [], state: null, next: { name: 'needs' } };
    case 'services':
      return { says: [], state: null, next: { name: 'services' } };
    case 'person':
      return { says: [], state: null, next: { name: 'callback', options: { reason: 'person_wanted' } } };
    case 'language':
      return { says: [], state: null, next: { name: 'language', options: { spoken: true } } };
    case 'information':
      return { says: [], state: null, next: { name: 'information' } };
    case 'full':
      return { says: [], state: null, next: { name: 'full' } };
    case 'requests':
      return { says: [], state: null, next: { name: 'requests' } };
    default:
      return { says: [], state: null, next: { name: 'my_data' } };
  }
}
