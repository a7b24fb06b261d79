import type { Topic } from '../language/topics.ts';
import { plain } from '../language/understand/letters.ts';
import type { Need } from '../language/understanding.ts';
import type { ChoiceList } from './choose.ts';
import type { Context, DialogName, DialogState, Input } from './dialog.ts';
import { languageOf } from './facts.ts';

/** Where a wish in the person's own words leads, and the text that names it. */
export interface Wish {
  readonly id: string;
  readonly name: DialogName;
  readonly options: Readonly<Record<string, unknown>>;
  readonly label: string;
}

/** What was heard: a wish to act on, a few to ask between, or nothing. */
export type HeardWish = { readonly sure: Wish } | { readonly between: readonly Wish[] } | null;

/** Needs of the quick form, by the answer that stands for them there. */
const formNeeds = {
  job: 'job',
  training: 'training',
  business: 'project',
  health: 'health',
  documents: 'papers',
  housing: 'shelter_food',
  food_water: 'shelter_food',
  psychosocial: 'morale',
  legal_justice: 'rights',
} as const;

/** The answer of the quick form that stands for a need that was heard; undefined where none does. */
export function answerOfNeed(need: Need): string | undefined {
  return Object.hasOwn(formNeeds, need) ? formNeeds[need as keyof typeof formNeeds] : undefined;
}

/** Needs and subjects on which there is a sheet rather than an answer of the quick form. */
const sheets = {
  education_children: 'children_school',
  debt_finance: 'saving',
  social_protection: 'social_aid',
  family: 'family_peace',
  disability: 'disability_card',
  baos: 'baos',
  reintegration: 'how_help_works',
  travel: 'regular_travel',
} as const;

/** Everything that can be wished for, by what the classifier calls it; a sheet also by its own id. */
const wishes: ReadonlyMap<string, Wish> = new Map([
  ...Object.entries(formNeeds).map(([need, answer]) => [need, needWish(need, answer)] as const),
  ...Object.entries(sheets).map(([intent, topic]) => [intent, topicWish(topic)] as const),
  ['person', menuWish('person', 'callback', { reason: 'person_wanted' })],
  ['services', menuWish('services', 'services', {})],
  ['my_requests', menuWish('requests', 'requests', {})],
]);

function needWish(need: string, answer: string): Wish {
  return { id: need, name: 'needs', options: { need: answer }, label: `bot.need.${need}` };
}

function topicWish(topic: string): Wish {
  return { id: `topic_${topic}`, name: 'information', options: { topic }, label: `topics.${topic}.title` };
}

function menuWish(choice: string, name: DialogName, options: Wish['options']): Wish {
  return { id: choice, name, options, label: `forms.choice.menu.${choice}` };
}

/** A sheet is opened by its own words only, not by any word that happens to stand in it. */
const sureNearness = 0.9;
const mostOffered = 3;

/** The sheet that a message asks for by one of its words, or null. */
export function topicAsked(context: Context, input: Input): Wish | null {
  const topic = topicNamed(context, input);
  return topic ? topicWish(topic.id) : null;
}

/** The same as the sheet itself. */
export function topicNamed(context: Context, input: Input): Topic | null {
  const asked = afterInfo(context, input.text);
  const [nearest] = asked ? context.understand.topics(asked, languageOf(context.facts)) : [];
  if (nearest) return context.topics.find(({ id }) => id === nearest.topic) ?? null;
  return ownTopic(context, input);
}

/** "info voyage": what stands behind the word for information. */
function afterInfo({ understand, facts }: Context, text: string): string | null {
  const [first = '', ...rest] = text.trim().split(/\s+/);
  if (rest.length === 0 || rest.length > mostAsked) return null;
  return understand.command(first, languageOf(facts))?.command === 'info' ? rest.join(' ') : null;
}

const mostAsked = 3;

function ownTopic(context: Context, { text }: Input): Topic | null {
  const said = ` ${plain(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const near = context.understand
    .topics(text, languageOf(context.facts))
    .filter(({ nearness }) => nearness >= sureNearness);
  const sheets = near.flatMap(({ topic }) => context.topics.find(({ id }) => id === topic) ?? []);
  return sheets.find(({ words }) => words.some((word) => said.includes(` ${plain(word)} `))) ?? null;
}

/** What somebody wishes in their own words: a sheet, a need, or something that the menu offers. */
export function wishHeard(context: Context, input: Input): HeardWish {
  const { intent, best } = context.understand.intent(input.text, languageOf(context.facts));
  const sure = intent ? wishById(context, intent) : null;
  const topic = topicAsked(context, input);
  // "comment avoir un passeport ?" asks for a sheet, "je veux apprendre un métier" for help
  if (topic && (!sure || asks(input.text))) return { sure: topic };
  if (sure) return { sure };
  const likely = best.flatMap((one) => wishById(context, one.intent) ?? []);
  const between = likely.filter((one, at) => likely.findIndex(({ id }) => id === one.id) === at);
  return between.length > 0 ? { between: between.slice(0, mostOffered) } : null;
}

const question =
  /\?|\b(?:comment|combien|quoi|quel(?:le)?s?|pourquoi|quand|naka|nan|niaata|gnaata|lan|ana|hol|holno|no|how|what|when|where)\b/;

function asks(text: string): boolean {
  return question.test(plain(text));
}

/** A wish by its id, as far as this person may have it: without a yes to keeping, services and sheets. */
export function wishById(context: Context, id: string): Wish | null {
  const known = wishes.get(id) ?? [...wishes.values()].find((wish) => wish.id === id) ?? null;
  if (known?.name === 'needs' && context.facts.keeping !== 'adult') return { ...known, name: 'services' };
  return known;
}

/** The wishes that stand in the state of the dialog that offers them. */
export function offeredIn(context: Context, { between }: DialogState): readonly Wish[] {
  return ((between ?? []) as readonly string[]).flatMap((id) => wishById(context, id) ?? []);
}

/** The wishes offered, with a digit each, and a way to none of them. */
export function wishList(offered: readonly Wish[]): ChoiceList {
  const labels = new Map(offered.map(({ id, label }) => [id, label]));
  return {
    name: 'wish',
    choices: [
      ...offered.map(({ id }, at) => ({ digit: String(at + 1), name: id })),
      { digit: '0', name: 'other' },
    ],
    key: (choice) => labels.get(choice) ?? 'forms.choice.needs_now.other',
  };
}
