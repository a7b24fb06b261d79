import type { Context } from '../../src/dialogs/index.ts';
import {
  type Arrow,
  type Diagram,
  diagramOfForm,
  diagramsOfDialogs,
  dialogOf,
  short,
} from '../../src/dialogs/picture.ts';
import { locales, render } from './surroundings.ts';

/** A diagram in Mermaid. */
function mermaid({ name, boxes, arrows }: Diagram): string {
  const lines = [
    ...boxes.map(({ id, words }) =>
      words === null ? `  ${idOf(id)}([${dialogOf(id)}])` : `  ${idOf(id)}["${quoted(words)}"]`,
    ),
    ...arrows.map(arrowLine),
  ];
  return `### ${name}\n\n\`\`\`mermaid\nflowchart TD\n${lines.join('\n')}\n\`\`\`\n`;
}

function arrowLine({ from, label, to }: Arrow): string {
  return label ? `  ${idOf(from)} -->|"${quoted(label)}"| ${idOf(to)}` : `  ${idOf(from)} --> ${idOf(to)}`;
}

function idOf(box: string): string {
  return box.replace(/\W/g, '_');
}

function quoted(text: string): string {
  return short(text.replaceAll('"', "'"));
}

/** The whole page `docs/conversation.md`. */
export function drawConversation(context: Context): string {
  const texts = locales.texts.get('fr') ?? new Map<string, string>();
  return [
    '# The conversation, drawn',
    '',
    'Made by `npm run graph` from the dialogs and forms themselves; a test holds it to them. A box is what the bot asks,',
    'an arrow the answer that leads on; round boxes are other dialogs. ★ is asked by a human voice, or by the bot only on',
    "WhatsApp on the person's own phone.",
    '',
    '## Forms',
    '',
    ...Object.values(context.forms).map((form) => mermaid(diagramOfForm(form, texts))),
    '## Dialogs',
    '',
    diagramsOfDialogs(context, render).map(mermaid).join('\n'),
  ].join('\n');
}
