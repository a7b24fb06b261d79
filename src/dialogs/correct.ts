import type { Progress } from '../questionnaire/form.ts';
import { askChoice, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { languageOf } from './facts.ts';
import { openingOf } from './opening.ts';
import { askWhichPlace, readWhichPlace } from './place.ts';
import { nameAndHour } from './thanks.ts';

const choices = choiceList(
  'correct',
  ['1', 'name'],
  ['2', 'place'],
  ['3', 'needs'],
  ['4', 'language'],
  ['5', 'pin'],
);

/** Has something corrected: the person writes what is right, and the case learns it. */
export const correct: Dialog = {
  begin: () => ({ says: [askChoice('bot.my_data.correct_ask', choices)], state: { name: 'correct' } }),

  reply(context, state, input, answers) {
    if (state.what === 'name') return correctName(context, state, input, answers);
    if (state.what === 'place') return correctPlace(context, state, input, answers);
    switch (readChoice(context, input, choices)) {
      case 'name':
        return { says: [write], state: { name: 'correct', what: 'name' } };
      case 'place':
        return { says: [write], state: { name: 'correct', what: 'place' } };
      case 'needs':
        return { says: [], state: null, next: { name: 'needs' } };
      case 'language':
        return { says: [], state: null, next: { name: 'language', options: { spoken: true } } };
      case 'pin':
        return { says: [], state: null, next: { name: 'pin' } };
      default:
        return { says: [], state, missed: true };
    }
  },

  ask: (context, { what, between }) => {
    if (between) return [askWhichPlace(context, between as readonly string[])];
    return [what ? write : askChoice('bot.my_data.correct_ask', choices)];
  },
};

const write = { key: 'bot.my_data.correct_write' };
const corrected = { key: 'bot.my_data.corrected' };

function given(context: Context, answers: Progress, question: string, value: string): Progress {
  return { ...answers, [question]: { value, origin: 'bot', at: context.now.toISOString() } };
}

function correctName(context: Context, state: DialogState, input: Input, answers: Progress): Step {
  const words = nameAndHour(context, input.text);
  if (!words.name) return { says: [], state, missed: true };
  const before = answers.call_name_and_hour?.value;
  const { hour } = nameAndHour(context, typeof before === 'string' ? before : '');
  const said = [words.name, words.hour ?? hour].filter(Boolean).join(' ');
  const effects: Effect[] = context.facts.case ? [{ type: 'patch_case', patch: { words } }] : [];
  return {
    says: [corrected],
    state: null,
    effects,
    answers: given(context, answers, 'call_name_and_hour', said),
  };
}

function correctPlace(context: Context, state: DialogState, input: Input, answers: Progress): Step {
  const asked = state.between as readonly string[] | undefined;
  const picked = asked ? readWhichPlace(asked, input) : undefined;
  if (picked) return placed(context, answers, picked);
  const at = input.location ? context.directory.placeAt(input.location) : null;
  const { place, candidates } = context.understand.place(input.text, languageOf(context.facts));
  const found = at ?? place;
  if (found) return placed(context, answers, found.id);
  if (candidates.length < 2) return { says: [{ key: 'bot.place.unknown' }], state, missed: true };
  const between = candidates.map(({ id }) => id);
  return { says: [askWhichPlace(context, between)], state: { ...state, between } };
}

function placed(context: Context, answers: Progress, id: string): Step {
  const now = given(context, answers, 'place', id);
  const { place, region } = openingOf(context, now, { reason: 'asked_message' });
  const patch = place && region ? { place, region } : {};
  const effects: Effect[] = context.facts.case ? [{ type: 'patch_case', patch }] : [];
  return { says: [corrected], state: null, effects, answers: now };
}
