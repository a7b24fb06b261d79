import type { SpokenLanguage, TextLanguage } from '../language/languages.ts';
import type { Say } from '../language/say.ts';
import type { Progress } from '../questionnaire/form.ts';
import { askChoice, choiceList, readChoice, readYesNo, saysUrgent, yesNo } from './choose.ts';
import { answerConsent, consentAsked, consentSay } from './consent.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { after, languageOf } from './facts.ts';
import { spokenUnheard, withSpoken } from './heard_later.ts';
import { openingOf } from './opening.ts';
import { whenSay } from './when.ts';

/** Three buttons; whoever speaks another language is given to somebody who finds out which. */
const languages = choiceList('voice_language', ['1', 'wo'], ['2', 'fr'], ['3', 'other']);
const answer = choiceList('voice_answer', ['1', 'voice'], ['2', 'call']);

type Question = 'language' | 'consent' | 'place' | 'urgent' | 'answer';

/**
 * Who sends voice is never asked twice for a digit: a few taps, and the notes are with a human. Each question may be
 * answered by another note; only consent needs a yes, and who speaks there too is called and asked aloud.
 */
export const voice: Dialog = {
  begin: (context, _options, answers) => {
    // Who is to be called is called: the note is kept, and takes nothing back.
    if (context.facts.case && answers.contact && answers.contact.value !== 'message')
      return { says: [kept], state: null };
    return goOn(context, answers, []);
  },

  reply(context, state, input, answers) {
    return replies[state.question as Question](context, state, input, answers);
  },

  ask: (context, state) => [consentAsked(state, ask(context, state.question as Question))],
};

/** The first question that nothing known answers yet. */
function nextQuestion({ facts }: Context, answers: Progress): Question {
  if (!facts.spokenLanguage) return 'language';
  if (facts.keeping !== 'adult') return 'consent';
  if (!answers.place) return 'place';
  return answers.urgent_today ? 'answer' : 'urgent';
}

function goOn(context: Context, answers: Progress, effects: readonly Effect[]): Step {
  if (context.facts.keeping === 'minor') return { says: [], state: null, next: { name: 'minor' }, effects };
  const question = nextQuestion(context, answers);
  const queued = question === 'language' || question === 'consent' ? [] : queue(context, answers);
  const known = after(context, queued);
  return {
    says: [ask(known, question)],
    state: { name: 'voice', question },
    answers,
    effects: [...effects, ...queued],
    forget: true,
  };
}

/** The case enters the queue with the consent: whoever stops after it is heard all the same. */
function queue(context: Context, answers: Progress): Effect[] {
  const opening = openingOf(context, answers, { reason: 'voice', contact: 'voice' });
  if (!context.facts.case) return [{ type: 'open_case', opening }];
  const { place, region, spokenLanguage } = opening;
  const patch = { contact: 'voice' as const, ...(spokenLanguage ? { spokenLanguage } : {}) };
  return [{ type: 'patch_case', patch: place && region ? { ...patch, place, region } : patch }];
}

function ask(context: Context, question: Question): Say {
  switch (question) {
    case 'language':
      return askChoice('bot.voice.received', languages);
    case 'consent':
      return consentSay;
    case 'place':
      return { key: 'bot.voice.place' };
    case 'urgent':
      return askChoice('bot.voice.urgent', yesNo);
    case 'answer':
      return farewell(context);
  }
}

function farewell(context: Context): Say {
  const spoken = context.facts.spokenLanguage;
  const when = whenSay(context, context.facts.case?.dueAt ?? context.duty.dueAt('normal'));
  if (!spoken || spoken === 'other') return askChoice('bot.voice.done_any', answer, { when });
  return askChoice('bot.voice.done', answer, { when, language: { key: `bot.language_name.${spoken}` } });
}

type Reply = (context: Context, state: DialogState, input: Input, answers: Progress) => Step;

const replies: Readonly<Record<Question, Reply>> = {
  language: (context, state, input, answers) => {
    const language = readLanguage(context, input);
    if (!language) return { says: [], state, missed: true };
    const facts = { spokenLanguage: language, ...textIn(context, input, language) };
    const know: Effect[] = [{ type: 'know', facts }];
    return goOn(after(context, know), answers, know);
  },

  consent: (context, state, input, answers) => {
    if (spokenUnheard(input)) return askedAloud(context, answers);
    return answerConsent(context, state, input, { name: 'voice' });
  },

  place: (context, _state, input, answers) => goOn(context, { ...answers, ...place(context, input) }, []),

  urgent: (context, state, input, answers) => {
    const yes = spokenUnheard(input) ? false : saysUrgent(context, input) || readYesNo(context, input);
    if (yes === null) return { says: [], state, missed: true };
    const given = withSpoken(context, answers, 'urgent_today', yes ? 'yes' : 'no');
    if (yes) return { says: [], state: null, answers: given, next: { name: 'danger' } };
    return goOn(context, given, []);
  },

  answer: (context, _state, input) => {
    const wish = spokenUnheard(input) ? 'voice' : readChoice(context, input, answer);
    if (!wish) return { says: [], state: null, passOn: input };
    const when = whenSay(context, context.facts.case?.dueAt ?? context.duty.dueAt('normal'));
    const effects: Effect[] = [{ type: 'patch_case', patch: { contact: wish as 'voice' | 'call' } }];
    const says = wish === 'call' ? [{ key: 'bot.voice.call_done', values: { when } }] : [kept];
    return { says, state: null, effects };
  },
};

const kept: Say = { key: 'bot.voice.kept' };

/** A tapped or written language; another voice note says that there is none to tap. */
function readLanguage(context: Context, input: Input): SpokenLanguage | null {
  if (spokenUnheard(input)) return 'other';
  const named = context.understand.command(input.text, languageOf(context.facts))?.language;
  return named ?? (readChoice(context, input, languages) as SpokenLanguage | null);
}

/** Texts and clips follow the spoken language where there are any; the third button stands for Pulaar. */
function textIn(context: Context, input: Input, spoken: SpokenLanguage): { textLanguage?: TextLanguage } {
  const wanted = spoken === 'other' && !spokenUnheard(input) ? 'ff' : spoken;
  const text = context.settings.languages.find((code) => code === wanted);
  return text ? { textLanguage: text } : {};
}

/** No tap can be had: somebody calls and asks for the yes aloud; until then nobody listens to the notes. */
function askedAloud(context: Context, answers: Progress): Step {
  const opening = openingOf(context, answers, { reason: 'voice', contact: 'call' });
  const effects: Effect[] = context.facts.case ? [] : [{ type: 'open_case', opening }];
  const when = whenSay(context, context.facts.case?.dueAt ?? opening.dueAt);
  return {
    says: [{ key: 'bot.voice.consent_by_call', values: { when } }],
    state: null,
    effects,
    forget: true,
  };
}

/** A position, a name, or words and notes for a human to place; nobody is asked back. */
function place(context: Context, input: Input): Progress {
  if (spokenUnheard(input)) return withSpoken(context, {}, 'place', null);
  const at = input.location ? context.directory.placeAt(input.location) : null;
  const found = at ?? context.understand.place(input.text, languageOf(context.facts)).place;
  return withSpoken(context, {}, 'place', found?.id ?? (input.text.trim() || null));
}
