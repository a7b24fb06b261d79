import { type TextLanguage, wordsOnly } from '../language/languages.ts';
import { plain } from '../language/understand/letters.ts';
import { askChoice, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog, DialogState, Input } from './dialog.ts';
import { languageOf } from './facts.ts';

const writing = choiceList('writing', ['1', 'yes'], ['2', 'shared'], ['3', 'no']);

/** How many other languages the first text has room to name; LANGUE shows all. */
const namedLanguages = 2;

/** The language of a first message when it is sure; null leaves the question open and French stands. */
export function guessLanguage(context: Context, input: Input): TextLanguage | null {
  // One global word ("STOP", "menu") is the same in several languages; two words are of one language.
  const words = input.text.trim().split(/\s+/).length;
  if (words < 2 && context.understand.command(input.text, 'fr')) return null;
  const { language } = context.understand.language(input.text);
  return language && context.settings.languages.includes(language) ? language : null;
}

/** "Salaam aleekum" is said in all of them. */
const sharedGreeting = /^\s*(?:a?s)?sala+m/i;

/** A language of which only words are known, heard in a first greeting: it is named first among those to change to. */
export function heardLanguage(context: Context, { text }: Input): TextLanguage | null {
  if (sharedGreeting.test(text)) return null;
  const { language } = context.understand.language(text);
  return language && wordsOnly.includes(language) ? language : null;
}

/** "May we write to you here?", before anything else is asked. */
export const first_contact: Dialog = {
  begin: (context, { heard }) => {
    const state: DialogState = { name: 'first_contact', ...(heard ? { heard } : {}) };
    return { says: hello(context, state), state };
  },

  reply(context, state, input) {
    const choice = readWriting(context, input);
    if (choice === 'no')
      return {
        says: [{ key: 'bot.first_contact.do_not_write' }],
        state: { name: 'opted_out', silent: true },
        effects: [
          { type: 'know', facts: { writing: 'no' } },
          { type: 'opt_out', out: true },
        ],
      };
    if (choice === 'yes' || choice === 'shared')
      return {
        says: [],
        state: null,
        effects: [{ type: 'know', facts: { writing: choice } }],
        next: { name: 'consent', options: { onward: 'needs' } },
      };
    return { says: [], state, missed: true };
  },

  ask: (context, state, _answers, simpler) =>
    simpler ? [askChoice('bot.first_contact.simpler', writing)] : hello(context, state),
};

/** "oui mais mon frère lit", "oui mon frère lit aussi": forms that nobody says of themselves. */
const readBySomebody = /\b(?:lit|lise(?:nt)?|voit|voient|regarde(?:nt)?|reads)\b/;
const but = /\b(?:mais|sauf|but|except|waaye|waye|wante|kono)\b/;
/** "I can read" is no trouble; "but others read" is. */
const reading = /\b(?:read|see|jang|diang|njanng\w*|nianng\w*)\b/;

/** A yes with somebody else who reads is `shared`; any other "yes, but" is asked again, for a plain yes shows more. */
function readWriting(context: Context, input: Input): string | null {
  const choice = readChoice(context, input, writing);
  const said = plain(input.text);
  const yes = choice === 'yes' || context.understand.yesNo(input.text, languageOf(context.facts)) === true;
  if (input.choice || choice === 'shared' || !yes) return choice;
  if (readBySomebody.test(said) || (but.test(said) && reading.test(said))) return 'shared';
  return but.test(said) ? null : choice;
}

function hello(context: Context, { heard }: DialogState) {
  const { settings, facts } = context;
  const known = settings.languages.filter((code) => code !== languageOf(facts));
  const others = [...new Set([...(heard ? [heard as TextLanguage] : []), ...known])]
    .slice(0, namedLanguages)
    .map((code) => ({ key: `bot.language_word.${code}` }));
  const key = settings.smsFreeToUser ? 'bot.first_contact.hello_free' : 'bot.first_contact.hello';
  return [
    askChoice(key, writing, { service_name: settings.serviceName, others: { list: others, join: ', ' } }),
  ];
}
