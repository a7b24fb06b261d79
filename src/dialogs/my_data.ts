import type { Records } from '../handoff/records.ts';
import type { Say } from '../language/say.ts';
import type { Progress } from '../questionnaire/form.ts';
import { askChoice, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog, Effect, Step } from './dialog.ts';
import { needsOf, openingOf } from './opening.ts';
import { isOpen, lockOf } from './pin.ts';
import { whenSay } from './when.ts';
import { nameOf } from './who.ts';

const choices = choiceList(
  'my_data',
  ['1', 'see'],
  ['2', 'correct'],
  ['3', 'who'],
  ['4', 'withdraw'],
  ['5', 'move'],
  ['6', 'erase'],
  ['7', 'copy'],
);

/** My data: what is kept, who has read it, have it corrected, take a yes back, have all of it erased. */
export const my_data: Dialog = {
  begin(context) {
    if (!context.facts.keeping || context.facts.keeping === 'refused')
      return { says: [{ key: 'bot.my_data.nothing' }], state: null };
    if (!isOpen(context))
      return { says: [], state: null, next: { name: 'pin', options: { unlock: true, onward: 'my_data' } } };
    return { says: [askChoice('bot.my_data.body', choices)], state: { name: 'my_data' } };
  },

  reply(context, state, input, answers) {
    const choice = readChoice(context, input, choices);
    if (choice) return pick(context, choice, answers);
    return state.lingers ? { says: [], state: null, passOn: input } : { says: [], state, missed: true };
  },

  ask: () => [askChoice('bot.my_data.body', choices)],
};

function pick(context: Context, choice: string, answers: Progress): Step {
  switch (choice) {
    case 'see':
      if (!mayBeShown(context)) return copy(context, answers);
      return context.records
        ? shown(kept(context, context.records.kept, answers))
        : { says: [], state: null, wants: 'records' };
    case 'correct':
      return { says: [], state: null, next: { name: 'correct' } };
    case 'withdraw':
      return { says: [], state: null, next: { name: 'withdraw' } };
    case 'move':
      return { says: [], state: null, next: { name: 'move' } };
    case 'erase':
      return { says: [], state: null, next: { name: 'erase' } };
    case 'copy':
      return copy(context, answers);
    default:
      return context.records
        ? shown(readers(context, context.records.readers))
        : { says: [], state: null, wants: 'records' };
  }
}

/** Something was shown; the list above it still stands on the screen. */
function shown(say: Say): Step {
  return { says: [say], state: null, lingers: { name: 'my_data' } };
}

/** On a phone that others read only behind the four digits; where none were chosen the copy goes by the caseworker. */
function mayBeShown(context: Context): boolean {
  return context.facts.writing !== 'shared' || (lockOf(context).digits !== null && isOpen(context));
}

/**
 * A copy of everything is put into the person's own hands: a link or a file in the chat would stay open to whoever holds
 * the phone next.
 */
function copy(context: Context, answers: Progress): Step {
  const opening = openingOf(context, answers, { reason: 'data_copy', contact: 'message' });
  const effects: Effect[] = context.facts.case ? [] : [{ type: 'open_case', opening }];
  const when = whenSay(context, context.duty.dueAt('normal'));
  return {
    says: [{ key: 'bot.my_data.copy', values: { when } }],
    state: null,
    effects: [...effects, { type: 'ask_copy' }],
  };
}

/** Who opened the case, by the names they work under; as many as there is room for. */
function readers(context: Context, names: readonly string[]): Say {
  if (names.length === 0) return { key: 'bot.my_data.who_nobody' };
  const shorter = names.map((_, i) => names.slice(0, names.length - i));
  const says = shorter.map(
    (who): Say => ({
      key: 'bot.my_data.who',
      values: { who: { list: [...who, ...(who.length < names.length ? ['…'] : [])] } },
    }),
  );
  return says.find((say) => context.fits([say], context.facts)) ?? says.at(-1)!;
}

/** What is kept, on one screen: as the open case has it, otherwise as it was told; a dash where nothing was said. */
function kept(context: Context, open: Records['kept'], answers: Progress): Say {
  const needs = (open?.needs ?? needsOf(answers)).slice(0, 2).map((need) => ({ key: `bot.need.${need}` }));
  return {
    key: 'bot.my_data.see',
    values: {
      name: (open?.name ?? nameOf(context, answers) ?? '-').slice(0, 12),
      place: placesKept(context, open, answers).slice(0, 16) || '-',
      needs: needs.length > 0 ? { list: needs, join: ', ' } : '-',
      reach: reachKept(context, open, answers),
      retention: { key: 'bot.when.months', values: { count: context.settings.retentionMonths } },
    },
  };
}

/** The place of the case; another one that was told since and waits to be checked stands before it. */
function placesKept(context: Context, open: Records['kept'], answers: Progress): string {
  const told = answers.place?.value ?? answers.town?.value;
  const ids = new Set([told, open?.place].filter((id) => typeof id === 'string'));
  return [...ids].flatMap((id) => context.directory.place(id)?.name ?? []).join(', ');
}

/** By call and in which language, or by message; a dash where nobody is to answer. */
function reachKept({ facts }: Context, open: Records['kept'], answers: Progress): Say | string {
  const contact = open ? open.contact : answers.contact?.value;
  if (!contact) return '-';
  if (contact === 'message' || contact === 'voice') return { key: 'bot.my_data.by_message' };
  const language = open?.spokenLanguage ?? facts.spokenLanguage ?? 'other';
  return { key: 'bot.my_data.by_call', values: { spoken: { key: `bot.spoken.${language}` } } };
}
