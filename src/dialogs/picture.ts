import type { Render, Rendered } from '../language/say.ts';
import type { Condition, Form } from '../questionnaire/form.ts';
import { forAdults, interrupt } from './chain.ts';
import { converse, freshState } from './conversation.ts';
import { type Context, type ConversationState, type DialogName, dialogNames, type Facts } from './dialog.ts';
import { after } from './facts.ts';

/** One dialog or form as it really is: boxes are what the bot asks, arrows the answers that lead on. */
export interface Diagram {
  readonly name: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** A question, or (`words` null) another dialog that an answer leads to. */
export interface Box {
  readonly id: string;
  readonly words: string | null;
}

/** An answer, or the condition under which a question is asked; an empty label: always. */
export interface Arrow {
  readonly from: string;
  readonly label: string;
  readonly to: string;
}

/** Where an answer leads after which nothing is asked. */
export const over = 'fin';

/** Stands in the box of a dialog that says nothing of its own accord. */
const silence = '(ne dit rien)';

/** An adult who gave a name, so that "is it Awa who writes?" asks for somebody. */
const known: ConversationState = {
  ...freshState,
  answers: { call_name_and_hour: { value: 'Awa', origin: 'bot', at: '2026-01-01T00:00:00.000Z' } },
};

interface Standing {
  readonly context: Context;
  readonly state: ConversationState;
  readonly said: Rendered;
}

/** Written where words are wanted instead of a digit. */
const inWords = ['Kolda', 'Awa 15h', '1337'];

/** The dialogs as they really answer: each is begun and given every answer that it offers. */
export function diagramsOfDialogs(context: Context, render: Render): Diagram[] {
  return dialogNames
    .map((name) => diagramOf(context, render, name))
    .filter(({ arrows }) => arrows.length > 0);
}

/** The people a dialog may meet: nobody known, an adult, one with a case, a child, one who refused. */
function people(context: Context, name: DialogName): readonly Context[] {
  const adult: Facts = { ...context.facts, writing: 'yes', keeping: 'adult' };
  const open = { code: 'K7M4', status: 'queued', dueAt: context.now, danger: null } as const;
  const facts: readonly Facts[] = [
    context.facts,
    adult,
    { ...adult, case: open },
    { ...adult, keeping: 'minor' },
    { ...adult, keeping: 'refused' },
  ];
  return facts
    .filter(({ keeping }) => keeping !== 'minor' || !forAdults.has(name))
    .map((one) => ({ ...context, facts: { ...one, optedOut: name === 'opted_out' } }));
}

/** How a dialog is begun that asks about something. */
const openings: Partial<Record<DialogName, Readonly<Record<string, unknown>>>> = {
  wish: { between: ['training', 'documents'] },
  who: { tried: 0 },
  reminder: { about: 'unfinished' },
  followup: { referralId: '-' },
  pass_on: { referralId: '-', receiver: '-', service: 'Boutique de droit AJS', needs: ['documents'] },
};

function diagramOf(context: Context, render: Render, name: DialogName): Diagram {
  const texts = new Map<string, string>();
  const arrows = new Map<string, Arrow>();
  const seen = new Set<string>();
  for (const person of people(context, name)) {
    const met = name === 'who' || person.facts.keeping === 'adult' ? known : freshState;
    const queue = [standing(person, render, interrupt(person, met, name, openings[name]))];
    for (let at = queue.pop(); at; at = queue.pop()) {
      const from = boxOf(at.state);
      const kind = JSON.stringify([from, at.context.facts.keeping, at.said.options]);
      if (dialogOf(from) !== name || seen.has(kind)) continue;
      seen.add(kind);
      texts.set(from, texts.get(from) || at.said.text);
      for (const [input, label] of answersAt(at)) {
        const next = say(at, render, input);
        const arrow = { from, label, to: boxOf(next.state) };
        if (arrow.to !== from || label !== '…') arrows.set(JSON.stringify(arrow), arrow);
        queue.push(next);
      }
    }
  }
  return { name, ...joined([...arrows.values()], texts) };
}

function standing(context: Context, render: Render, turn: ReturnType<typeof converse>): Standing {
  const known = after(context, turn.effects);
  return { context: known, state: turn.state, said: render(turn.says, 'fr', context.look) };
}

function say({ context, state }: Standing, render: Render, input: string): Standing {
  const kept: ConversationState = JSON.parse(JSON.stringify({ ...state, lastAt: context.now }));
  return standing(context, render, converse(context, kept, { text: input, media: [] }));
}

function answersAt({ said }: Standing): readonly (readonly [input: string, label: string])[] {
  const digits = said.options.map(({ digit, label }) => [digit, `${digit} ${label}`] as const);
  const words = inWords.map((word) => [word, '…'] as const);
  return digits.every(([digit]) => digit === '0') ? [...digits, ...words] : digits;
}

function boxOf({ dialog }: ConversationState): string {
  if (!dialog) return over;
  const step = dialog.question ?? dialog.page ?? Object.keys(dialog).slice(1).join('_');
  return step === '' || step === undefined ? dialog.name : `${dialog.name}.${step}`;
}

/** The dialog that a box belongs to. */
export function dialogOf(box: string): string {
  return box.split('.')[0] ?? box;
}

/** The boxes that the arrows join; answers that lead from one box to the same other box share an arrow. */
function joined(arrows: readonly Arrow[], texts: ReadonlyMap<string, string>): Omit<Diagram, 'name'> {
  const boxes = [...new Set(arrows.map(({ from }) => from))];
  const targets = [...new Set(arrows.map(({ to }) => to))].filter((box) => !boxes.includes(box));
  const together = new Map<string, Arrow>();
  for (const arrow of arrows) {
    const key = `${arrow.from} ${arrow.to}`;
    const before = together.get(key);
    together.set(key, before ? { ...before, label: `${before.label} · ${arrow.label}` } : arrow);
  }
  return {
    boxes: [
      ...boxes.map((id) => ({ id, words: texts.get(id) || silence })),
      ...targets.map((id) => ({ id, words: null })),
    ],
    arrows: [...together.values()],
  };
}

/** A text with what stands in its gaps: nothing for answers and lines, which are drawn beside it, dots for the rest. */
function filledIn(text: string): string {
  return text
    .replace(/\s*\{\{(?:options|lines)\}\}\.?/g, '')
    .replace(/\{\{\w+\}\}[.]?/g, '…')
    .trim();
}

/** A form as its file has it: the questions in order, and on each arrow when the next one is asked. */
export function diagramOfForm(form: Form, texts: ReadonlyMap<string, string>): Diagram {
  const text = (key: string) => filledIn(texts.get(key) ?? '');
  const boxes = form.questions.map(({ name, sensitive }) => {
    const words = text(`forms.${form.name}.${name}.ask`) || text(`bot.${form.name}.${name}`);
    return { id: name, words: `${sensitive ? '★ ' : ''}${name}: ${words}` };
  });
  const arrows = form.questions.slice(1).map(({ name, relevant }, i) => ({
    from: form.questions[i]!.name,
    label: relevant ? wordsOf(relevant) : '',
    to: name,
  }));
  return { name: form.name, boxes, arrows };
}

function wordsOf(condition: Condition): string {
  switch (condition.op) {
    case 'selected':
      return condition.choice;
    case 'equals':
      return `${condition.question} = ${condition.value}`;
    case 'differs':
      return `${condition.question} ≠ ${condition.value}`;
    case 'not':
      return `sauf ${wordsOf(condition.of)}`;
    default:
      return condition.of.map(wordsOf).join(condition.op === 'or' ? ' ou ' : ' et ');
  }
}

/** Longest text shown in a box. */
const shown = 70;

/** A text on one line, cut where it is long. */
export function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > shown ? `${line.slice(0, shown - 1).trimEnd()}…` : line;
}
