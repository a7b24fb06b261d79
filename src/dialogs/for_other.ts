import type { Say } from '../language/say.ts';
import { askChoice, choiceList, readChoice, readYesNo, yesNo } from './choose.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';

const forWhom = choiceList('for_other', ['1', 'me'], ['2', 'with_me'], ['3', 'away']);
const whosePhone = choiceList('whose_phone', ['1', 'theirs'], ['2', 'mine']);

/** Writing for somebody else: whose phone it is, and whether that person agrees and is there to answer. */
export const for_other: Dialog = {
  begin: () => {
    const state: DialogState = { name: 'for_other', question: 'ask' };
    return { says: [ask(state)], state };
  },

  reply(context, state, input) {
    if (state.question === 'ask') return readForWhom(context, state, input);
    return state.question === 'agreed' ? readAgreed(context, state, input) : readPhone(context, state, input);
  },

  ask: (_context, state) => [ask(state)],
};

function ask({ question }: DialogState): Say {
  if (question === 'agreed') return askChoice('bot.for_other.agreed', yesNo);
  return question === 'whose_phone'
    ? askChoice('bot.for_other.whose_phone', whosePhone)
    : askChoice('bot.for_other.ask', forWhom);
}

function to(question: string): Step {
  const state: DialogState = { name: 'for_other', question };
  return { says: [ask(state)], state };
}

function readForWhom(context: Context, state: DialogState, input: Input): Step {
  const choice = readChoice(context, input, forWhom);
  if (choice === 'with_me') return to('agreed');
  if (choice === 'away') return askFirst;
  return choice === 'me' ? onward(context, 'yes') : { says: [], state, missed: true };
}

/** Nothing is taken down about somebody who was not asked; danger is the exception, and says so. */
const askFirst: Step = { says: [{ key: 'bot.for_other.ask_first' }], state: null, effects: [] };

function readAgreed(context: Context, state: DialogState, input: Input): Step {
  const yes = readYesNo(context, input);
  if (yes === null) return { says: [], state, missed: true };
  return yes ? to('whose_phone') : askFirst;
}

/** On the helper's phone others read what we answer: news will show nothing there. */
function readPhone(context: Context, state: DialogState, input: Input): Step {
  const choice = readChoice(context, input, whosePhone);
  if (!choice) return { says: [], state, missed: true };
  return onward(context, choice === 'theirs' ? 'yes' : 'shared');
}

function onward({ facts }: Context, writing: 'yes' | 'shared'): Step {
  const effects: Effect[] = facts.writing ? [] : [{ type: 'know', facts: { writing } }];
  return { says: [], state: null, effects, next: { name: 'needs' } };
}
