import { forAdults, interrupt } from '../../src/dialogs/chain.ts';
import { type DialogName, dialogNames } from '../../src/dialogs/dialog.ts';
import { after } from '../../src/dialogs/facts.ts';
import { type Context, type ConversationState, type Facts, freshState } from '../../src/dialogs/index.ts';
import { dangers } from '../../src/language/understanding.ts';
import type { ConversationEvent } from '../../src/messages/inbound.ts';
import { render } from './surroundings.ts';
import { type Faults, inputsAt, kindOf, listed, nothing, type Standing, step, type Walk } from './walk.ts';

type Options = Readonly<Record<string, unknown>>;

const groups = ['papers', 'trade', 'project', 'health', 'home', 'support', 'about'];
const question = { referralId: 'r1', receiver: 'o1', service: 'Boutique de droit AJS', needs: ['documents'] };

/** How a dialog may be begun beside plainly. */
const ways: Partial<Record<DialogName, readonly Options[]>> = {
  danger: dangers.map((danger) => ({ danger })),
  full: [
    { groups, known: [], desk: true },
    { groups: ['papers'], known: ['which_paper'] },
  ],
  relative: [{ who: 'missing', words: 'mon fils' }],
  pass_on: [question],
  followup: [{ referralId: 'r1' }],
  reminder: [{ about: 'unfinished' }, { about: 'closing', days: 7 }],
  complaint: [{ answered: 'K7M4' }],
  pin: [{ unlock: true, onward: 'my_data' }, { handoff: true }],
  callback: [{ reason: 'person_wanted', words: 'bonjour', needs: ['family'] }],
};

/** Everything that may happen without the person. */
export const happenings: readonly ConversationEvent[] = [
  { type: 'ask', groups, known: [] },
  { type: 'news' },
  { type: 'forget_digits' },
  { type: 'complaint', code: 'K7M4' },
  { type: 'remind' },
  { type: 'closing', days: 7 },
  { type: 'writes_now', known: true, tried: 1 },
  { type: 'writes_now', known: false, tried: 1 },
  { type: 'moved' },
  { type: 'appointment', at: '2026-11-25T15:00:00Z' },
];

const said = (value: string | readonly string[]) =>
  ({ value, origin: 'bot', at: '2026-11-24T09:00:00.000Z' }) as const;
/** Somebody with every need, a name and a place, half way through a form. */
const midway: ConversationState = {
  ...freshState,
  lastAt: '2026-11-24T09:00:00.000Z',
  answers: {
    needs_now: said(['job', 'training', 'project', 'health', 'papers', 'shelter_food', 'morale', 'rights']),
    call_name_and_hour: said('Awa 15h'),
  },
};

/** The people of the conversation: on a phone of their own or a shared one, with and without a case, a child. */
function people(context: Context): readonly { facts: Facts; state: ConversationState }[] {
  const adult: Facts = { ...context.facts, writing: 'yes', keeping: 'adult' };
  const open = { code: 'K7M4', status: 'queued', dueAt: context.now, danger: null } as const;
  const lock = { digits: '1337', tries: 0, news: true, openUntil: null };
  return [
    { facts: context.facts, state: freshState },
    { facts: adult, state: midway },
    { facts: { ...adult, case: open }, state: midway },
    { facts: { ...adult, writing: 'shared', case: open, lock }, state: { ...midway, lock } },
    { facts: { ...adult, keeping: 'minor' }, state: { ...midway, answers: {} } },
    { facts: { ...adult, keeping: 'refused' }, state: { ...midway, answers: {} } },
  ];
}

/** Begins every dialog for everybody in every way, gives every answer that it offers, and sends a voice note too. */
export function walkDialogs(context: Context): Walk {
  const starts = people(context).flatMap(({ facts, state }) =>
    dialogNames
      .filter((name) => facts.keeping !== 'minor' || !forAdults.has(name))
      .flatMap((name) =>
        [{}, ...(ways[name] ?? [])].map((options) => begun({ ...context, facts }, state, name, options)),
      ),
  );
  return explore(starts, new Map());
}

/** Lets everything happen to everybody, where nothing is asked and in the middle of a form, and goes on from there. */
export function walkEvents(context: Context): Walk {
  const faults: Faults = new Map();
  const standings = people(context).flatMap(({ facts, state }) => {
    const here: Context = { ...context, facts };
    const idle: Standing = { context: here, state, said: nothing(here), path: ['(idle)'] };
    return [idle, begun(here, state, facts.keeping === 'minor' ? 'minor' : 'needs', {})];
  });
  const after = standings.flatMap((standing) =>
    happenings.map((event) => step(standing, { text: '', media: [], event }, new Set(), faults)),
  );
  return explore(after, faults);
}

function begun(context: Context, state: ConversationState, name: DialogName, options: Options): Standing {
  const turn = interrupt(context, state, name, options);
  const known = after(context, turn.effects);
  const child = known.facts.keeping === 'minor';
  const text = render(turn.says, known.facts.textLanguage ?? 'fr', context.look, child);
  return { context: known, state: turn.state, said: text, path: [`(${name})`] };
}

/** Every answer at one standing of each kind. */
function explore(starts: readonly Standing[], faults: Faults): Walk {
  const texts = new Set<string>();
  const seen = new Set<string>();
  const queue = [...starts];
  let paths = 0;
  for (let standing = queue.pop(); standing; standing = queue.pop()) {
    const kind = `${kindOf(standing)} ${standing.said.text}`;
    if (seen.has(kind)) continue;
    seen.add(kind);
    // Nothing is asked where two texts do not fit one SMS; whatever is written then is answered.
    if (!standing.state.dialog) step(standing, 'Bonjour', texts, faults);
    if (!standing.state.dialog) continue;
    const voice = { text: '', media: ['voice'] } as const;
    for (const input of [...inputsAt(standing), voice]) {
      paths++;
      queue.push(step(standing, input, texts, faults));
    }
  }
  const silent = listed(faults).filter((fault) => !fault.startsWith('a dead end'));
  return { paths, states: seen.size, texts, faults: silent };
}
