import { addWords, type CaseReason, type CaseWords } from '../handoff/case.ts';
import { type SpokenLanguage, spokenLanguages } from '../language/languages.ts';
import type { Say } from '../language/say.ts';
import type { Need } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import { askChoice, choiceList, readChoice } from './choose.ts';
import { consentChoices, decided, readConsent } from './consent.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { after } from './facts.ts';
import { openingOf } from './opening.ts';
import { nameAndHour, thanks } from './thanks.ts';

/** The languages an adviser can be asked for. */
export const spoken = choiceList(
  'spoken',
  ['1', 'fr'],
  ['2', 'wo'],
  ['3', 'ff'],
  ['4', 'srr'],
  ['5', 'mnk'],
  ['6', 'snk'],
  ['7', 'dyo'],
  ['8', 'other'],
);

/** RAPPEL: consent, the language of the call, and the case is in the queue; three messages. */
export const callback: Dialog = {
  begin(context, options) {
    const { keeping } = context.facts;
    if (keeping === 'minor') return { says: [], state: null, next: { name: 'minor' } };
    const state: DialogState = {
      name: 'callback',
      question: keeping === 'adult' ? 'language' : 'consent',
      reason: options.reason ?? 'callback',
      ...(options.words ? { words: options.words } : {}),
      ...(options.needs ? { needs: options.needs } : {}),
    };
    return { says: [ask(state, false)], state };
  },

  reply(context, state, input, answers) {
    if (state.question === 'consent') return readFirst(context, state, input);
    const language = readLanguage(context, input);
    return language ? queued(context, state, input, answers, language) : { says: [], state, missed: true };
  },

  ask: (_context, state, _answers, simpler) => [ask(state, simpler)],
};

function ask({ question }: DialogState, simpler: boolean): Say {
  if (question === 'consent')
    return askChoice(`bot.callback.consent${simpler ? '_simpler' : ''}`, consentChoices);
  return askChoice(`bot.callback.language${simpler ? '_simpler' : ''}`, spoken);
}

function readFirst(context: Context, state: DialogState, input: Input): Step {
  const choice = readConsent(context, input);
  if (!choice) return { says: [], state, missed: true };
  return decided(context, choice, {
    name: 'callback',
    options: { reason: state.reason, words: state.words, needs: state.needs },
  });
}

/** "3 Awa 15h": the digit or language name in front, name and hour after it. A voice note is for a human to place. */
function readLanguage(context: Context, input: Input): SpokenLanguage | null {
  if (input.media.includes('voice')) return 'other';
  const whole = readChoice(context, input, spoken);
  const first = whole ?? readChoice(context, { ...input, text: firstWord(input.text) }, spoken);
  return spokenLanguages.find((code) => code === first) ?? null;
}

function firstWord(text: string): string {
  return text.trim().split(/[\s,;:.]+/, 1)[0] ?? '';
}

function queued(
  context: Context,
  state: DialogState,
  input: Input,
  answers: Progress,
  language: SpokenLanguage,
): Step {
  const rest = afterFirstWord(input.text);
  const words = addWords(toldBefore(state), rest ? nameAndHour(context, rest) : {});
  const know: Effect = { type: 'know', facts: { spokenLanguage: language } };
  const options = { reason: state.reason as CaseReason, contact: 'call' } as const;
  const known = openingOf(after(context, [know]), answers, options);
  const opening = { ...known, needs: [...new Set([...known.needs, ...needsTold(state)])] };
  const effects: Effect[] = [
    know,
    context.facts.case
      ? { type: 'patch_case', patch: { contact: 'call', spokenLanguage: language, words } }
      : { type: 'open_case', opening: { ...opening, words: addWords(opening.words, words) } },
  ];
  const says = [thanks(after(context, effects), 'bot.callback.done', words)];
  return { says, state: null, answers: withName(context, answers, words.name, rest), effects };
}

/** The form does not ask again for a name that was given here. */
function withName(context: Context, answers: Progress, name: string | undefined, value: string): Progress {
  const known = answers.call_name_and_hour !== undefined;
  const answer = { value, origin: 'bot', at: context.now.toISOString() } as const;
  return known || !name ? answers : { ...answers, call_name_and_hour: answer };
}

function afterFirstWord(text: string): string {
  return text
    .trim()
    .slice(firstWord(text).length)
    .replace(/^[\s,;:.]+/, '');
}

/** What the person wrote before the call was offered; it is kept only now, after their yes. */
function toldBefore({ words }: DialogState): CaseWords {
  return typeof words === 'string' && words ? { ownWords: [words] } : {};
}

function needsTold({ needs }: DialogState): readonly Need[] {
  return Array.isArray(needs) ? (needs as Need[]) : [];
}
