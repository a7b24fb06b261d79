import type { TextLanguage } from '../language/languages.ts';
import { askChoice, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog, Step } from './dialog.ts';

/** Which language to write in; the switch takes effect with the very next text. */
export const language: Dialog = {
  begin(context, options) {
    const wanted = options.language as TextLanguage | undefined;
    if (wanted && context.settings.languages.includes(wanted)) return set(wanted);
    const state = { name: 'language' } as const;
    return { says: language.ask(context, state, {}, false), state };
  },

  reply(context, state, input) {
    const chosen = readChoice(context, input, choices(context)) as TextLanguage | null;
    return chosen ? set(chosen) : { says: [], state, missed: true };
  },

  ask: (context) => [askChoice('bot.language.ask', choices(context))],
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
