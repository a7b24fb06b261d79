import { type Arrow, type Diagram, dialogOf } from '../../dialogs/picture.ts';

const width = 620;
const lineHeight = 18;
const padding = 10;
const gap = 22;
/** Letters that fit a line of a box, an answer, and where it leads. */
const letters = { box: 74, answer: 46, target: 26 } as const;
/** Room for the lines that lead back and forth at the side. */
const side = 150;

interface Laid {
  readonly id: string;
  readonly y: number;
  readonly height: number;
  readonly lines: readonly string[];
  readonly answers: readonly (Arrow & { readonly leadsTo: string })[];
  readonly round: boolean;
}

interface DiagramPictureProps {
  readonly diagram: Diagram;
  readonly label: string;
  /** What people call a dialog. */
  readonly nameOf: (dialog: string) => string;
}

/** A dialog or form as a picture: each question a box with its answers, each answer a line to where it leads. */
export function DiagramPicture({ diagram, label, nameOf }: DiagramPictureProps) {
  const boxes = laidOut(diagram, nameOf);
  const last = boxes.at(-1);
  const height = last ? last.y + last.height + gap : gap;
  return (
    <svg
      class="diagram"
      viewBox={`0 0 ${width + side} ${height}`}
      width={width + side}
      height={height}
      role="img"
      aria-label={label}
    >
      {boxes.map((box) => (
        <BoxPicture box={box} />
      ))}
      {boxes.flatMap((box) =>
        box.answers.map((arrow, i) => (
          <Line from={box} at={i} to={boxes.find(({ id }) => id === arrow.to)} />
        )),
      )}
    </svg>
  );
}

/** One box under the other, each as high as what stands in it. */
function laidOut({ boxes, arrows }: Diagram, nameOf: (dialog: string) => string): Laid[] {
  const called = new Map(boxes.map(({ id, words }) => [id, words ?? nameOf(dialogOf(id))]));
  let y = gap;
  return boxes.map(({ id, words }) => {
    const lines = wrapped(called.get(id) ?? id, letters.box);
    const answers = arrows
      .filter(({ from, label, to }) => from === id && (label !== '' || to !== id))
      .map((arrow) => ({ ...arrow, leadsTo: called.get(arrow.to) ?? arrow.to }));
    const height = (lines.length + answers.length) * lineHeight + 2 * padding;
    const laid = { id, y, height, lines, answers, round: words === null };
    y += height + gap;
    return laid;
  });
}

/** Words in lines of at most so many letters. */
export function wrapped(text: string, most: number): string[] {
  const lines = [''];
  for (const word of text.replace(/\s+/g, ' ').trim().split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + word.length < most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function BoxPicture({ box }: { readonly box: Laid }) {
  const first = box.y + padding + lineHeight * 0.75;
  return (
    <g class={box.round ? 'elsewhere' : 'question'}>
      <rect x={1} y={box.y} width={width} height={box.height} rx={box.round ? 16 : 4} />
      {box.lines.map((line, i) => (
        <text x={12} y={first + i * lineHeight}>
          {line}
        </text>
      ))}
      {box.answers.map(({ label, leadsTo }, i) => (
        <text class="answer" x={28} y={first + (box.lines.length + i) * lineHeight}>
          {`${cut(label, letters.answer)} → ${cut(leadsTo, letters.target)}`}
        </text>
      ))}
    </g>
  );
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** From an answer's line out to the side and to the top of the box it leads to; further away, further out. */
function Line({ from, at, to }: { readonly from: Laid; readonly at: number; readonly to: Laid | undefined }) {
  if (!to || to === from) return null;
  const start = from.y + padding + (from.lines.length + at + 0.5) * lineHeight;
  const end = to.y + padding;
  const out = Math.min(side - 12, 18 + Math.abs(end - start) / 12);
  const tip = `M ${width + 9} ${end - 4} L ${width + 1} ${end} L ${width + 9} ${end + 4}`;
  return (
    <g class={end > start ? 'onward' : 'back'}>
      <path
        d={`M ${width + 1} ${start} C ${width + out} ${start} ${width + out} ${end} ${width + 2} ${end}`}
      />
      <path d={tip} />
    </g>
  );
}
