import { interrupt } from '../../src/dialogs/chain.ts';
import { type DialogName, dialogNames } from '../../src/dialogs/dialog.ts';
import { after } from '../../src/dialogs/facts.ts';
import {
  type Context,
  type ConversationState,
  converse,
  type Facts,
  freshState,
} from '../../src/dialogs/index.ts';
import type { Rendered } from '../../src/language/say.ts';
import type { Condition, Form } from '../../src/questionnaire/form.ts';
import { locales, render } from './surroundings.ts';

/** Where a dialog stands, what is asked there, and which answer leads on to where. */
interface Arrow {
  readonly from: string;
  readonly label: string;
  readonly to: string;
}

interface Standing {
  readonly context: Context;
  readonly state: ConversationState;
  readonly said: Rendered;
}

/** Longest question shown in a box. */
const shown = 70;
const over = 'fin';
/** Written where words are wanted instead of a digit. */
const inWords = ['Kolda', 'Awa 15h', '1337'];

/** The dialogs as they really answer: each is begun and given every answer that it offers, and drawn in Mermaid. */
export function drawDialogs(context: Context): string {
  const texts = new Map<string, string>();
  const arrows = dialogNames.flatMap((name) => arrowsFrom(context, name, texts));
  const drawn = dialogNames.filter((name) => arrows.some(({ from }) => dialogOf(from) === name));
  return drawn.map((name) => diagram(name, arrows, texts)).join('\n');
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
  return facts.map((one) => ({ ...context, facts: { ...one, optedOut: name === 'opted_out' } }));
}

function arrowsFrom(context: Context, name: DialogName, texts: Map<string, string>): Arrow[] {
  const arrows = new Map<string, Arrow>();
  const seen = new Set<string>();
  for (const person of people(context, name)) {
    const turn = interrupt(person, freshState, name);
    const queue = [standing(person, turn)];
    for (let at = queue.pop(); at; at = queue.pop()) {
      const from = boxOf(at.state);
      const kind = JSON.stringify([from, at.context.facts.keeping, at.said.options]);
      if (dialogOf(from) !== name || seen.has(kind)) continue;
      seen.add(kind);
      texts.set(from, texts.get(from) ?? at.said.text);
      for (const [input, label] of answersAt(at)) {
        const next = say(at, input);
        const arrow = { from, label, to: boxOf(next.state) };
        if (arrow.to !== from || label !== '…') arrows.set(JSON.stringify(arrow), arrow);
        queue.push(next);
      }
    }
  }
  return [...arrows.values()];
}

function standing(context: Context, turn: ReturnType<typeof converse>): Standing {
  const known = after(context, turn.effects);
  return { context: known, state: turn.state, said: render(turn.says, 'fr', context.look) };
}

function say({ context, state }: Standing, input: string): Standing {
  const kept: ConversationState = JSON.parse(JSON.stringify({ ...state, lastAt: context.now }));
  return standing(context, converse(context, kept, { text: input, media: [] }));
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

function dialogOf(box: string): string {
  return box.split('.')[0] ?? box;
}

function diagram(name: string, arrows: readonly Arrow[], texts: ReadonlyMap<string, string>): string {
  const own = arrows.filter(({ from }) => dialogOf(from) === name);
  const boxes = [...new Set(own.map(({ from }) => from))];
  const targets = [...new Set(own.map(({ to }) => to))].filter((box) => !boxes.includes(box));
  const lines = [
    ...boxes.map((box) => `  ${idOf(box)}["${quoted(texts.get(box) ?? box)}"]`),
    ...targets.map((box) => `  ${idOf(box)}([${box === over ? over : dialogOf(box)}])`),
    ...grouped(own).map(({ from, label, to }) => `  ${idOf(from)} -->|"${quoted(label)}"| ${idOf(to)}`),
  ];
  return `### ${name}\n\n\`\`\`mermaid\nflowchart TD\n${lines.join('\n')}\n\`\`\`\n`;
}

/** Answers that lead from one box to the same other box share an arrow. */
function grouped(arrows: readonly Arrow[]): Arrow[] {
  const together = new Map<string, Arrow>();
  for (const arrow of arrows) {
    const key = `${arrow.from} ${arrow.to}`;
    const before = together.get(key);
    together.set(key, before ? { ...before, label: `${before.label} · ${arrow.label}` } : arrow);
  }
  return [...together.values()];
}

function idOf(box: string): string {
  return box.replace(/\W/g, '_');
}

function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('"', "'").trim();
  return line.length > shown ? `${line.slice(0, shown - 1).trimEnd()}…` : line;
}

/** A form as its file has it: the questions in order, and on the arrow the answers that a question is asked for. */
export function drawForm(form: Form): string {
  const text = (key: string) =>
    locales.texts
      .get('fr')
      ?.get(key)
      ?.replace(/\{\{\w+\}\}/g, '') ?? '';
  const boxes = form.questions.map(({ name, sensitive }) => {
    const words = quoted(text(`forms.${form.name}.${name}.ask`) || text(`bot.${form.name}.${name}`));
    return `  ${name}["${sensitive ? '★ ' : ''}${name}: ${words}"]`;
  });
  const arrows = form.questions.slice(1).map(({ name, relevant }, i) => {
    const when = relevant ? `|"${quoted(wordsOf(relevant))}"|` : '';
    return `  ${form.questions[i]!.name} -->${when} ${name}`;
  });
  return `### ${form.name}\n\n\`\`\`mermaid\nflowchart TD\n${[...boxes, ...arrows].join('\n')}\n\`\`\`\n`;
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

/** The whole page `docs/conversation.md`. */
export function drawConversation(context: Context): string {
  return [
    '# The conversation, drawn',
    '',
    'Made by `npm run graph` from the dialogs and forms themselves; a test holds it to them. A box is what the bot asks,',
    'an arrow the answer that leads on; round boxes are other dialogs. ★ is asked by a human voice, or by the bot only on',
    "WhatsApp on the person's own phone.",
    '',
    '## Forms',
    '',
    ...Object.values(context.forms).map(drawForm),
    '## Dialogs',
    '',
    drawDialogs(context),
  ].join('\n');
}
