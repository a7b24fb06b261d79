import { type SpokenLanguage, spokenLanguages, type TextLanguage, wordsOnly } from '../language/languages.ts';
import { spokenList } from './callback.ts';
import { askChoice, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';

/** Which language to write in, and from the menu which to speak; the switch takes effect with the very next text. */
export const language: Dialog = {
  begin(context, options) {
    const wanted = options.language as TextLanguage | undefined;
    if (wanted && context.settings.languages.includes(wanted)) return set(wanted);
    if (wanted && wordsOnly.includes(wanted)) return inAFewWords(wanted);
    const state: DialogState = { name: 'language', ...(options.spoken ? { spoken: 'later' } : {}) };
    return { says: language.ask(context, state, {}, false), state };
  },

  reply(context, state, input) {
    if (state.spoken === 'now') return readSpoken(context, state, input);
    const chosen = readChoice(context, input, choices(context)) as TextLanguage | null;
    if (!chosen) return { says: [], state, missed: true };
    return state.spoken ? { ...set(chosen), ...thenSpoken(context) } : set(chosen);
  },

  ask: (context, state) =>
    state.spoken === 'now' ? thenSpoken(context).says : [askChoice('bot.language.ask', choices(context))],
};

function choices({ settings }: Context) {
  return choiceList('text_language', ...settings.languages.map((code, i) => [String(i + 1), code] as const));
}

function set(chosen: TextLanguage): Step {
  return {
    says: [{ key: 'bot.language.set' }],
    state: null,
    effects: [{ type: 'know', facts: { textLanguage: chosen } }],
  };
}

/** The words that are sure in that language, French around them, and a person who speaks it. */
function inAFewWords(chosen: TextLanguage): Step {
  return {
    says: [{ key: 'bot.language.spoken_offer', values: { spoken: { key: `bot.spoken.${chosen}` } } }],
    state: null,
    effects: [{ type: 'know', facts: { textLanguage: chosen, spokenLanguage: chosen } }],
  };
}

function thenSpoken(context: Context) {
  return {
    says: [askChoice('bot.callback.language_simpler', spokenList(context))],
    state: { name: 'language', spoken: 'now' },
  } as const;
}

function readSpoken(context: Context, state: DialogState, input: Input): Step {
  const choice = readChoice(context, input, spokenList(context));
  const chosen = spokenLanguages.find((code): code is SpokenLanguage => code === choice);
  if (!chosen) return { says: [], state, missed: true };
  const effects: Effect[] = [
    { type: 'know', facts: { spokenLanguage: chosen } },
    ...(context.facts.case ? [{ type: 'patch_case' as const, patch: { spokenLanguage: chosen } }] : []),
  ];
  return { says: [{ key: 'bot.my_data.corrected' }], state: null, effects };
}
