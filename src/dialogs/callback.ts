import { addWords, type CaseReason, type CaseWords } from '../handoff/case.ts';
import { type SpokenLanguage, spokenLanguages } from '../language/languages.ts';
import type { Say } from '../language/say.ts';
import type { Need } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import { askChoice, type ChoiceList, choiceList, readChoice } from './choose.ts';
import { answerConsent, consentAsked, consentChoices } from './consent.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { after, languageOf } from './facts.ts';
import { spokenUnheard } from './heard_later.ts';
import { openingOf } from './opening.ts';
import { nameAndHour, thanks } from './thanks.ts';
import { nameOf } from './who.ts';

/** The languages an adviser can be asked for; English where the service writes it too. */
export function spokenList({ settings }: Context): ChoiceList {
  const offered = spokenLanguages.filter((code) => code !== 'en' || settings.languages.includes('en'));
  return choiceList('spoken', ...offered.map((code, i) => [String(i + 1), code] as const));
}

/** A language that is named in so many words ("english", "en sérère"), as one to speak. */
export function spokenNamed({ understand, facts }: Context, { text }: Input): SpokenLanguage | null {
  const named = understand.command(text, languageOf(facts))?.language;
  return spokenLanguages.find((code) => code === named) ?? null;
}

/** RAPPEL: consent, the language of the call, and the case is in the queue; three messages. */
export const callback: Dialog = {
  begin(context, options, answers) {
    const { keeping, spokenLanguage } = context.facts;
    if (keeping === 'minor') return { says: [], state: null, next: { name: 'minor' } };
    const state: DialogState = {
      name: 'callback',
      question: keeping === 'adult' ? 'language' : 'consent',
      reason: options.reason ?? 'callback',
      ...(options.words ? { words: options.words } : {}),
      ...(options.needs ? { needs: options.needs } : {}),
    };
    const known = keeping === 'adult' && spokenLanguage !== 'other' ? spokenLanguage : null;
    if (!known) return { says: [ask(context, state, false)], state };
    return answers.call_name_and_hour
      ? queued(context, state, '', answers, known)
      : askName(context, state, answers, known);
  },

  reply(context, state, input, answers) {
    if (state.question === 'consent') return readFirst(context, state, input);
    if (state.question === 'call_name_and_hour') return readName(context, state, input, answers);
    const language = readLanguage(context, input);
    if (!language) return { says: [], state, missed: true };
    return queued(context, state, afterFirstWord(input.text), answers, language);
  },

  ask: (context, state, _answers, simpler) => [ask(context, state, simpler)],
};

function ask(context: Context, state: DialogState, simpler: boolean): Say {
  const { question } = state;
  if (question === 'call_name_and_hour') {
    const key = `forms.quick.call_name_and_hour.${simpler ? 'simpler' : 'ask'}`;
    return { key, values: { code: context.facts.case?.code ?? '' } };
  }
  if (question === 'consent')
    return consentAsked(state, askChoice(`bot.callback.consent${simpler ? '_simpler' : ''}`, consentChoices));
  return askChoice(`bot.callback.language${simpler ? '_simpler' : ''}`, spokenList(context));
}

function readFirst(context: Context, state: DialogState, input: Input): Step {
  const options = { reason: state.reason, words: state.words, needs: state.needs };
  return answerConsent(context, state, input, { name: 'callback', options });
}

/** "3 Awa 15h": the digit or language name in front, name and hour after it. A voice note is for a human to place. */
function readLanguage(context: Context, input: Input): SpokenLanguage | null {
  if (input.media.includes('voice')) return 'other';
  const list = spokenList(context);
  const whole = readChoice(context, input, list) ?? spokenNamed(context, input);
  const first = whole ?? readChoice(context, { ...input, text: firstWord(input.text) }, list);
  return spokenLanguages.find((code) => code === first) ?? null;
}

function firstWord(text: string): string {
  return text.trim().split(/[\s,;:.]+/, 1)[0] ?? '';
}

/** The language is known, the name is not: the case is in the queue, and only the name is asked for. */
function askName(context: Context, state: DialogState, answers: Progress, known: SpokenLanguage): Step {
  const { effects = [] } = queued(context, state, '', answers, known);
  const asked: DialogState = { name: 'callback', reason: state.reason, question: 'call_name_and_hour' };
  return { says: [ask(after(context, effects), asked, false)], state: asked, effects };
}

function readName(context: Context, state: DialogState, input: Input, answers: Progress): Step {
  const said = spokenUnheard(input) ? '0' : input.text.trim();
  if (!said || !context.facts.spokenLanguage) return { says: [], state, missed: true };
  return queued(context, state, /^0$/.test(said) ? '' : said, answers, context.facts.spokenLanguage);
}

/** `said`: name and hour, where they were added to the language. */
function queued(
  context: Context,
  state: DialogState,
  said: string,
  answers: Progress,
  language: SpokenLanguage,
): Step {
  const told = said ? nameAndHour(context, said) : {};
  const words = addWords(toldBefore(state), told);
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
  const given = withContact(context, answers, language, told.name ? said : null);
  const name = nameOf(context, given);
  const says = [thanks(after(context, effects), 'bot.callback.done', name ? { name } : {})];
  return { says, state: null, answers: given, effects };
}

/** The form asks neither for the language nor for the name again: both were asked for here. */
function withContact(
  context: Context,
  answers: Progress,
  language: SpokenLanguage,
  said: string | null,
): Progress {
  const at = context.now.toISOString();
  const contact = { value: contactIn(language), origin: 'bot', at } as const;
  const name = said
    ? ({ value: said, origin: 'bot', at } as const)
    : ({ value: null, notSaid: true, origin: 'bot', at } as const);
  return { ...answers, contact, call_name_and_hour: answers.call_name_and_hour ?? name };
}

const contactOf: Partial<Record<SpokenLanguage, string>> = { fr: 'call_fr', wo: 'call_wo', ff: 'call_ff' };

/** The answer of the quick form that stands for a call in this language. */
export function contactIn(language: SpokenLanguage): string {
  return contactOf[language] ?? 'call_other';
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
