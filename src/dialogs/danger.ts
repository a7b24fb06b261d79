import type { Say } from '../language/say.ts';
import type { Danger, Need } from '../language/understanding.ts';
import type { Progress } from '../questionnaire/form.ts';
import { askChoice, choiceList, readChoice, readYesNo, yesNo } from './choose.ts';
import type { Context, Dialog, DialogState, Effect, Input, Step } from './dialog.ts';
import { after, languageOf } from './facts.ts';
import { spokenUnheard } from './heard_later.ts';
import { type LineText, lines } from './lines.ts';
import { openingOf } from './opening.ts';
import { whenSay } from './when.ts';

/** Which emergency lines each kind of danger is answered with. */
const linesOf: Readonly<Record<Danger | 'other', readonly LineText[]>> = {
  medical: [
    ['call_medical', 'medical'],
    ['fire', 'fire'],
  ],
  violence: [
    ['violence', 'violence'],
    ['police', 'police'],
  ],
  self_harm: [['danger_now', 'medical']],
  trafficking: [['danger', 'police']],
  no_shelter: [
    ['danger', 'police'],
    ['women_children_always', 'violence'],
  ],
  minor_alone: [['children', 'children']],
  other: [['urgent', 'medical']],
};

const kinds = choiceList(
  'urgent_kind',
  ['1', 'ill_or_hurt'],
  ['2', 'threatened'],
  ['3', 'nowhere_to_sleep'],
  ['4', 'other'],
);

const dangerOfKind: Readonly<Record<string, Danger>> = {
  ill_or_hurt: 'medical',
  threatened: 'violence',
  nowhere_to_sleep: 'no_shelter',
};

/** The danger behind an answer to "what is happening?"; undefined: another one. */
export function dangerOf(kind: unknown): Danger | undefined {
  return typeof kind === 'string' ? dangerOfKind[kind] : undefined;
}

/** Needs that answer "what is happening?" when they are told there. */
const kindOfNeed: Partial<Record<Need, string>> = {
  health: 'ill_or_hurt',
  safety_protection: 'threatened',
  housing: 'nowhere_to_sleep',
};

/** Fewer words are a try at one of the choices. */
const shortestStory = 3;

/** What is happening, told in words: by what they tell of, and otherwise another one; null: no words. */
export function kindTold({ understand, facts }: Context, { text }: Input): string | null {
  if (!/\p{L}/u.test(text) || text.trim().split(/\s+/).length < shortestStory) return null;
  const kinds = understand.needs(text, languageOf(facts)).flatMap((need) => kindOfNeed[need] ?? []);
  return kinds[0] ?? 'other';
}

/** "What is happening?", with the numbers that cannot wait for the answer. */
export function askKind(context: Context, key = 'forms.quick.urgent_kind.ask'): Say {
  return askChoice(key, kinds, {
    lines: lines(context, ['medical', 'medical'], ['police', 'police'], ['women_children', 'violence']),
  });
}

/** Danger: the numbers at once, a case before all others, an alert to the person on duty, "may we call you?". */
export const danger: Dialog = {
  begin(context, options, answers) {
    const kind = (options.danger as Danger | undefined) ?? 'other';
    const effects = raise(context, answers, kind, options.because as string | undefined);
    const state: DialogState = { name: 'danger', danger: kind };
    // The case is open before the kind is known: whoever stops now is looked for all the same.
    if (options.ask) return { says: [askKind(context)], state: { ...state, asks: 'kind' }, effects };
    return {
      says: [ask(after(context, effects), kind)],
      state,
      answers: withUrgency(context, answers, kind),
      effects,
    };
  },

  reply(context, state, input, answers) {
    if (spokenUnheard(input)) return answered(context, state, answers, 'voice');
    if (state.asks === 'kind') {
      const kind = readChoice(context, input, kinds);
      if (kind) return danger.begin(context, { danger: dangerOf(kind) }, answers);
      const told = dangerOf(kindTold(context, input));
      if (told) return danger.begin(context, { danger: told, because: input.text.trim() }, answers);
    }
    // "aidez-moi" may sound like a yes or a no; only a clear one has a phone ring where it may do harm.
    const yes = callsForHelp(context, input) ? null : readYesNo(context, input);
    if (yes === null) return unread(context, state, input.text);
    return answered(context, state, answers, yes ? 'call' : 'message');
  },

  ask(context, state, _answers, simpler) {
    if (state.asks === 'kind') return [askKind(context)];
    return simpler
      ? [askChoice('bot.danger.simpler', yesNo)]
      : [ask(context, state.danger as Danger | 'other')];
  },
};

function callsForHelp({ understand, facts }: Context, { text }: Input): boolean {
  const command = understand.command(text, languageOf(facts))?.command;
  return command === 'help_me' || command === 'urgent';
}

/** The form does not ask again for what was told; before a yes nothing but the danger itself is kept. */
function withUrgency(context: Context, answers: Progress, kind: Danger | 'other'): Progress {
  if (context.facts.keeping !== 'adult') return answers;
  const told = Object.keys(dangerOfKind).find((each) => dangerOfKind[each] === kind) ?? 'other';
  const given = { origin: 'bot' as const, at: context.now.toISOString() };
  return { ...answers, urgent_today: { value: 'yes', ...given }, urgent_kind: { value: told, ...given } };
}

function answered(
  context: Context,
  state: DialogState,
  answers: Progress,
  contact: 'call' | 'message' | 'voice',
): Step {
  const yes = contact !== 'message';
  const open = context.facts.case !== null;
  // The case may have been closed since: whoever wants to be called now is told of anew.
  const effects = open || !yes ? [] : raise(context, answers, state.danger as Danger | 'other');
  if (open || yes) effects.push({ type: 'patch_case', patch: { contact } });
  return { says: [afterwards(after(context, effects), yes)], state: null, effects };
}

function ask(context: Context, kind: Danger | 'other'): Say {
  const key = kind === 'minor_alone' ? 'other' : kind;
  const due = context.facts.case?.dueAt ?? context.duty.dueAt('emergency');
  return askChoice(`bot.danger.${key}`, yesNo, {
    lines: lines(context, ...linesOf[kind]),
    when: whenSay(context, due),
  });
}

function raise(context: Context, answers: Progress, kind: Danger | 'other', because?: string): Effect[] {
  const options = {
    reason: 'danger',
    priority: kind === 'other' ? 'urgent' : 'emergency',
    ...(kind === 'other' ? {} : { danger: kind }),
    ...(because ? { because } : {}),
  } as const;
  const opening = openingOf(context, answers, options);
  const { code: _code, reason: _reason, needs: _needs, danger: _danger, ...told } = opening;
  const graver = opening.danger && !isLess(opening.danger, context.facts.case?.danger ?? null);
  const patch = graver ? { ...told, danger: opening.danger } : told;
  const effects: Effect[] = [
    context.facts.case ? { type: 'patch_case', patch } : { type: 'open_case', opening },
  ];
  return kind === 'other' ? effects : [...effects, { type: 'alert', kind }];
}

/** Having nowhere to sleep does not take the place of a graver danger that the case knows. */
function isLess(kind: Danger, known: string | null): boolean {
  return kind === 'no_shelter' && known !== null;
}

/** Words instead of yes or no are for the caseworker, and mean: somebody should answer. */
function unread(context: Context, state: DialogState, text: string): Step {
  const words = text.trim();
  if (!words || /^\d+$/.test(words) || !context.facts.case) return { says: [], state, missed: true };
  const effects: Effect[] = [{ type: 'patch_case', patch: { words: { ownWords: [words] } } }];
  return { says: [askChoice('bot.danger.simpler', yesNo)], state, effects };
}

/** Calm words after the answer; with nobody on duty, the hours and the lines that are open now. */
function afterwards(context: Context, yes: boolean): Say {
  const emergency = lines(
    context,
    ['medical', 'medical'],
    ['police', 'police'],
    ['women_children', 'violence'],
  );
  if (!context.duty.onDuty && !context.duty.open)
    return { key: 'bot.danger.nobody_on_duty', values: { hours: hours(context), lines: emergency } };
  const due = context.facts.case?.dueAt ?? context.duty.dueAt('emergency');
  const values = { when: whenSay(context, due), lines: lines(context, ['urgent', 'medical']) };
  return { key: yes ? 'bot.danger.call_yes' : 'bot.danger.call_no', values };
}

function hours({ duty }: Context): Say {
  const [from, to] = [duty.opens, duty.closes].map(hour);
  const values = {
    from: from!,
    to: to!,
    first_day: { key: 'bot.when.day.mon' },
    last_day: { key: 'bot.when.day.fri' },
  };
  return { key: 'bot.when.hours', values };
}

function hour(clock: string): Say {
  const [hours = '8', minutes = '00'] = clock.split(':');
  if (minutes === '00') return { key: 'bot.when.hour', values: { hours: Number(hours) } };
  return { key: 'bot.when.hour_minutes', values: { hours: Number(hours), minutes } };
}
