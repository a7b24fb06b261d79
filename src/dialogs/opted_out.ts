import type { Say } from '../language/say.ts';
import { askChoice, readYesNo, yesNo } from './choose.ts';
import type { Context, Dialog, Input, Step } from './dialog.ts';
import { languageOf } from './facts.ts';
import { addedSay } from './waiting.ts';

/** Who stopped is asked before anything is sent again; who said "do not write here" only by a word that means it. */
export const opted_out: Dialog = {
  begin: () => ({ says: [], state: { name: 'opted_out', asked: false } }),

  reply(context, state, input) {
    if (wantsBack(context, input) || (state.asked && readYesNo(context, input) === true))
      return {
        says: welcome(context),
        state: null,
        effects: [
          { type: 'opt_out', out: false },
          { type: 'know', facts: writingAgain(context) },
        ],
        ...next(context, input),
      };
    if (state.silent || state.asked) return { says: [], state: { ...state, asked: false } };
    return { says: opted_out.ask(context, state, {}, false), state: { ...state, asked: true } };
  },

  ask: () => [askChoice('bot.stop.ask_back', yesNo)],
};

/** Where the bot goes on it does so at once; where a caseworker holds the chat, nobody else would answer. */
function welcome(context: Context): readonly Say[] {
  return context.facts.holder === 'caseworker' && context.facts.case ? [addedSay(context)] : [];
}

function wantsBack(context: Context, input: Input): boolean {
  const command = context.understand.command(input.text, languageOf(context.facts))?.command;
  return command === 'start' || command === 'help' || command === 'help_me' || command === 'call';
}

/** RAPPEL is answered with the call that it asks for, everything else with where the person was. */
function next(context: Context, input: Input): Pick<Step, 'next'> {
  const command = context.understand.command(input.text, languageOf(context.facts))?.command;
  if (command === 'call') return { next: { name: 'callback' } };
  return context.facts.keeping ? {} : { next: { name: 'consent', options: { onward: 'needs' } } };
}

function writingAgain({ facts }: Context) {
  return facts.writing === 'no' || facts.writing === null ? ({ writing: 'yes' } as const) : {};
}
