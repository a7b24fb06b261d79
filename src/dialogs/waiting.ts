import type { CasePatch } from '../handoff/case.ts';
import type { Say } from '../language/say.ts';
import type { Progress } from '../questionnaire/form.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { spokenUnheard } from './heard_later.ts';
import { whenSay } from './when.ts';
import { wishHeard } from './wishes.ts';

/** After a first "your case waits", thanks are kept without an answer each: every message costs. */
const quietFor = 6 * 3_600_000;

/** A case is in the queue: what the person writes now is added to it, and a wish is acted on. */
export const waiting: Dialog = {
  begin: () => ({ says: [], state: { name: 'waiting' } }),

  reply(context, state, input, answers) {
    // Closed meanwhile: the message is for whatever comes next.
    if (!context.facts.case) return { says: [], state: null, passOn: input };
    const effects = told(context, input, answers);
    const next = wished(context, input);
    if (next) return { says: [], state: null, effects, next };
    const says = answerTo(context, state, input);
    if (says.length === 0) return { says, state, effects };
    return { says, state: { name: 'waiting', said: context.now.toISOString() }, effects };
  },

  ask: (context) => standing(context),
};

/** What the case learns: words, and the place of a position that was sent; another place than before is to be checked. */
function told(context: Context, { text, location }: Input, answers: Progress): Effect[] {
  const words = sayNothing(context, text) ? '' : text.trim();
  const at = location ? context.directory.placeAt(location) : null;
  // Somebody in danger is looked for where they are now.
  const before = context.facts.case?.danger ? undefined : (answers.place ?? answers.town)?.value;
  const moved = at && before && before !== at.id;
  const patch: CasePatch = {
    ...(words && { words: { ownWords: [words] } }),
    ...(at && !moved && { place: at.id, region: at.regionPcode }),
  };
  return [
    ...(moved ? [{ type: 'told', told: { place: at.id } } as const] : []),
    ...(Object.keys(patch).length > 0 ? [{ type: 'patch_case', patch } as const] : []),
  ];
}

/** Nothing for a caseworker to read: thanks, or a digit meant for a question that stands no more. */
function sayNothing(context: Context, words: string): boolean {
  return onlyDigit.test(words) || onlyThanks(context, words);
}

const onlyDigit = /^\s*\d\s*$/;

/** What is new is confirmed, a voice note too; thanks are answered once in a while. */
function answerTo(context: Context, state: DialogState, input: Input): readonly Say[] {
  // Before a yes nobody may say that a note will be heard, unless a life may hang on it.
  if (spokenUnheard(input) && (context.facts.keeping || context.facts.case?.danger))
    return [{ key: 'bot.voice.kept' }];
  if (input.location) return [addedSay(context)];
  const last = typeof state.said === 'string' ? Date.parse(state.said) : 0;
  const justSaid = context.now.getTime() - last < quietFor;
  if (onlyThanks(context, input.text)) return justSaid ? [] : standing(context);
  const isNumber = /^\s*\d+\s*$/.test(input.text);
  return isNumber && (!justSaid || onlyDigit.test(input.text)) ? standing(context) : [addedSay(context)];
}

/** Wishes that take nothing from the case; a need told now is for the caseworker to read, and a person comes anyway. */
const besideTheCase = new Set(['services', 'requests']);

function wished(context: Context, input: Input): Step['next'] | null {
  const heard = wishHeard(context, input);
  return heard && 'sure' in heard && besideTheCase.has(heard.sure.id) ? heard.sure : null;
}

function onlyThanks({ understand }: Context, words: string): boolean {
  return understand.thanks(words) || understand.greeting(words) || !/\p{L}|\p{N}/u.test(words);
}

function standing(context: Context): readonly Say[] {
  const open = context.facts.case;
  if (!open) return [];
  return [{ key: 'bot.handoff.waiting', values: { code: open.code, when: whenSay(context, open.dueAt) } }];
}

/** What was written is with the case, and when somebody answers. */
export function addedSay(context: Context): Say {
  const due = context.facts.case?.dueAt ?? context.duty.dueAt('normal');
  return { key: 'bot.handoff.added', values: { when: whenSay(context, due) } };
}
