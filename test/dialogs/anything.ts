import fc from 'fast-check';
import { factsAfter } from '../../src/dialogs/facts.ts';
import {
  type Context,
  type ConversationState,
  converse,
  type Effect,
  type Facts,
  freshState,
  type Input,
  type Turn,
} from '../../src/dialogs/index.ts';
import type { Directory } from '../../src/directory/directory.ts';
import { labelsFrom } from '../../src/language/labels.ts';
import { textLanguages } from '../../src/language/languages.ts';
import type { Look } from '../../src/language/say.ts';
import { createUnderstanding } from '../../src/language/understand/understand.ts';
import type { ConversationEvent } from '../../src/messages/inbound.ts';
import { contextOf, locales, nobodyKnown } from './surroundings.ts';
import { happenings } from './walk-dialogs.ts';

/** Words that would give a person away, looked for where nothing personal may be kept. */
export const personalWords = ['Zeynabou', 'Missirah Wadène', '771234567'] as const;

/** What happens next: a message, or something the desk does. */
export type Event =
  | { readonly does: 'writes'; readonly input: Input; readonly look: Look; readonly afterMs: number }
  | { readonly does: 'takes' | 'gives back' | 'closes' }
  | { readonly does: 'happens'; readonly what: ConversationEvent; readonly afterMs: number };

/** One turn with what was known before and after it. */
export interface Happened {
  readonly event: Extract<Event, { does: 'writes' }>;
  /** Nobody wrote: this happened at the desk. */
  readonly what?: ConversationEvent;
  readonly before: Facts;
  readonly after: Facts;
  readonly context: Context;
  readonly state: ConversationState;
  readonly turn: Turn;
}

const words = textLanguages.flatMap((code) => Object.entries(locales.commands.get(code)?.words ?? {}));
/** Every word for a global command, in every language that has some. */
export const commandWords: readonly { readonly command: string; readonly word: string }[] = words.flatMap(
  ([command, said]) => said.map((word) => ({ command, word })),
);

const answers = [
  '1',
  '2',
  '3',
  '4',
  '5',
  '0',
  '25',
  '1 3',
  '473',
  'oui',
  'waaw',
  'ala',
  'non',
  'yes',
  '+',
  '9',
];
const own = [
  ...[
    'Zeynabou 15h',
    'je suis Zeynabou de Missirah Wadène, 771234567',
    'Kolda',
    'Missirah',
    'gare tamba',
    'Paris',
  ],
  ...[
    "j'ai 16 ans",
    '17',
    'am naa 16 at',
    "j'ai 30 ans",
    '0 personne',
    'a'.repeat(2000),
    '😀😀',
    ' ',
    '',
    '\u0000',
    'ﷺ',
  ],
  ...[
    'bonjour',
    'salaam aleekum',
    'no mbad-daa',
    'hello',
    'merci',
    'Kolda5',
    "j'ai 2 enfants",
    'je ne comprends pas',
    'je veux parler en wolof',
    'PULAAR',
    'english',
    'français',
    'je veux partir en pirogue',
    'je cherche mon frère disparu',
    'I am a journalist',
  ],
];
const dangers = [
  ...['je veux mourir', 'mon mari me frappe', 'je suis malade, je saigne', "je n'ai nulle part où dormir"],
  ...[
    'dama bëgg dee',
    'on me force à travailler sans papiers',
    'je suis seul, je suis mineur',
    "j'ai 14 ans je dors dehors",
  ],
];
const choices = [
  'yes',
  'no',
  'adult',
  'minor',
  'job',
  'call_ff',
  'message',
  'other',
  'services',
  '__proto__',
  'nothing',
];

const text = fc.oneof(
  { arbitrary: fc.constantFrom(...answers), weight: 10 },
  { arbitrary: fc.constantFrom(...own), weight: 5 },
  { arbitrary: fc.constantFrom(...dangers), weight: 1 },
  { arbitrary: fc.constantFrom(...commandWords.map(({ word }) => word)), weight: 3 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 1 },
);
const input: fc.Arbitrary<Input> = fc.oneof(
  { arbitrary: fc.record({ text, media: fc.constant([]) }), weight: 20 },
  { arbitrary: fc.record({ text: fc.constant(''), media: fc.constant(['voice' as const]) }), weight: 1 },
  {
    arbitrary: fc.record({ text, media: fc.constantFrom(['picture' as const], ['file' as const]) }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      text: fc.constant(''),
      media: fc.constant([]),
      location: fc.record({
        latitude: fc.double({ min: 11, max: 18, noNaN: true }),
        longitude: fc.double({ min: -18, max: -10, noNaN: true }),
      }),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      text: fc.constant(''),
      media: fc.constant([]),
      choice: fc.constantFrom(...choices),
    }),
    weight: 1,
  },
);

const hour = 3_600_000;
const pause = fc.oneof(
  { arbitrary: fc.integer({ min: 1000, max: hour }), weight: 10 },
  { arbitrary: fc.integer({ min: hour, max: 90 * 24 * hour }), weight: 1 },
);
const look = fc.constantFrom<Look>('sms', 'sms', 'sms', 'whatsapp');
const event: fc.Arbitrary<Event> = fc.oneof(
  { arbitrary: fc.record({ does: fc.constant('writes' as const), input, look, afterMs: pause }), weight: 20 },
  {
    arbitrary: fc.record({
      does: fc.constantFrom('takes' as const, 'gives back' as const, 'closes' as const),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      does: fc.constant('happens' as const),
      what: fc.constantFrom(...happenings),
      afterMs: pause,
    }),
    weight: 1,
  },
);

/** Any conversation; most begin with the two answers that lead into it, or few would ever come far. */
export const conversation: fc.Arbitrary<readonly Event[]> = fc
  .tuple(
    fc.constantFrom(
      [],
      ['bonjour'],
      ['bonjour', '1'],
      ['bonjour', '1', '1'],
      ['bonjour', '2', '2'],
      ['bonjour', '1', '3'],
    ),
    look,
    fc.array(event, { maxLength: 14 }),
  )
  .map(([first, firstLook, rest]) => [
    ...first.map(
      (said): Event => ({
        does: 'writes',
        input: { text: said, media: [] },
        look: firstLook,
        afterMs: 60_000,
      }),
    ),
    ...rest,
  ]);

/** Plays conversations on the dialogs as the program would: facts follow the effects, the state goes through JSON. */
export function createPlayer(directory: Directory, language: Facts['textLanguage'], onDuty = true) {
  const understand = createUnderstanding(locales, directory.places());
  const labels = labelsFrom(locales);
  const plain = contextOf({ directory, look: 'sms', language: 'fr', onDuty });
  const whatsapp = contextOf({ directory, look: 'whatsapp', language: 'fr', onDuty });
  return (events: readonly Event[]): Happened[] => {
    let facts: Facts = { ...nobodyKnown, textLanguage: language };
    let state = freshState;
    let now = plain.now.getTime();
    let codes = 0;
    let lastLook: Look = 'sms';
    const happened: Happened[] = [];
    for (const one of events) {
      if (one.does !== 'writes' && one.does !== 'happens') {
        facts = atTheDesk(facts, one.does);
        continue;
      }
      now += one.afterMs;
      const writes: Happened['event'] =
        one.does === 'writes'
          ? one
          : { ...one, does: 'writes', look: lastLook, input: { text: '', media: [], event: one.what } };
      lastLook = writes.look;
      const base = writes.look === 'sms' ? plain : whatsapp;
      const code = `C${codes++}`;
      const context: Context = {
        ...base,
        now: new Date(now),
        facts,
        understand,
        labels: labels(facts.textLanguage),
        newCode: () => code,
      };
      const turn = converse(context, JSON.parse(JSON.stringify(state)), writes.input);
      const after = factsAfter(facts, turn.effects);
      const what = one.does === 'happens' ? { what: one.what } : {};
      happened.push({ event: writes, ...what, before: facts, after, context, state, turn });
      facts = after;
      state = turn.state;
      // Whoever erased themselves and writes again is somebody else.
      if (turn.effects.some(({ type }) => type === 'erase')) facts = { ...nobodyKnown, textLanguage: null };
    }
    return happened;
  };
}

function atTheDesk(facts: Facts, does: 'takes' | 'gives back' | 'closes'): Facts {
  if (!facts.case) return facts;
  if (does === 'closes') return { ...facts, case: null, holder: 'bot' };
  const takes = does === 'takes';
  return {
    ...facts,
    holder: takes ? 'caseworker' : 'bot',
    case: { ...facts.case, status: takes ? 'claimed' : 'queued' },
  };
}

/** The effects of one kind. */
export function effectsOf<T extends Effect['type']>(turn: Turn, type: T): Extract<Effect, { type: T }>[] {
  return turn.effects.filter((effect): effect is Extract<Effect, { type: T }> => effect.type === type);
}
