import { smsSize } from '../../../language/sms.ts';
import type { Channel } from '../../../messages/inbound.ts';
import type { Bubble } from './phones.ts';
import type { PageWords } from './words.ts';

/** One message in a conversation; a message of the bot carries what it costs beside it. */
export function BubbleView({ bubble, words }: { bubble: Bubble; words: PageWords }) {
  return (
    <li class={`message ${bubble.from}`} id={bubble.id}>
      <div class="bubble">
        <Content bubble={bubble} words={words} />
        <span class="foot">
          <time dateTime={bubble.at.toISOString()}>{clock(bubble.at)}</time>
          <Ticks bubble={bubble} words={words} />
        </span>
      </div>
      {bubble.from === 'bot' && <Cost bubble={bubble} words={words} />}
    </li>
  );
}

function Content({ bubble, words }: { bubble: Bubble; words: PageWords }) {
  if (bubble.location) {
    const { latitude, longitude, label } = bubble.location;
    return (
      <span class="place">
        <b>{label ?? words.position}</b>
        <small>
          {latitude.toFixed(4)}, {longitude.toFixed(4)}
        </small>
      </span>
    );
  }
  if (bubble.voice) {
    return (
      <span class="voice">
        {/* biome-ignore lint/a11y/useMediaCaption: a person's own voice note has no captions */}
        <audio controls preload="none" src={bubble.voice.url} aria-label={words.voiceNote} />
        <small>{minutes(bubble.voice.seconds)}</small>
      </span>
    );
  }
  return <span class="text">{bubble.text}</span>;
}

/** How far a message has come: one tick sent, two delivered, two blue ones read. */
export function Ticks({ bubble, words }: { bubble: Bubble; words: PageWords }) {
  const label = words.status[bubble.status] ?? bubble.status;
  const marks = { sent: '✓', failed: '!', undelivered: '!' }[bubble.status as string] ?? '✓✓';
  return (
    <span class={`ticks ${bubble.status}`} role="img" aria-label={label} title={label}>
      {marks}
    </span>
  );
}

/** Segments and length as the network would bill the text; on WhatsApp a message is a message. */
function Cost({ bubble, words }: { bubble: Bubble; words: PageWords }) {
  if (bubble.channel === 'whatsapp') {
    return <span class="cost">{words.characters([...bubble.text].length)}</span>;
  }
  const size = smsSize(bubble.text);
  const room = size.encoding === 'gsm' ? 160 : 70;
  return (
    <span class={size.segments > 1 ? 'cost dear' : 'cost'}>
      <b>{words.segments(size.segments)}</b> {size.length}/{room}
    </span>
  );
}

/** Quick taps for what the last message offers; before the first message, ways to begin. */
export function TapsView({ last, words }: { last: Bubble | undefined; words: PageWords }) {
  if (!last) return <Taps taps={beginnings} label={words.start} />;
  if (last.from === 'person') return null;
  const taps = last.options.map(({ digit, label }) => ({ says: digit, shows: `${digit} ${label}` }));
  return <Taps taps={taps} label={words.answers} />;
}

const beginnings = ['Bonjour', 'Salaam aleekum', 'Hello', 'RAPPEL'].map((says) => ({ says, shows: says }));

function Taps({ taps, label }: { taps: readonly { says: string; shows: string }[]; label: string }) {
  if (taps.length === 0) return null;
  return (
    <fieldset class="taps">
      <legend class="unseen">{label}</legend>
      {taps.map(({ says, shows }) => (
        <button type="button" data-says={says} key={says}>
          {shows}
        </button>
      ))}
    </fieldset>
  );
}

/** The last message of a phone on one channel. */
export function lastBubble(bubbles: readonly Bubble[], channel: Channel): Bubble | undefined {
  return bubbles.findLast((bubble) => bubble.channel === channel);
}

/** Hours and minutes in Dakar, where it is always Greenwich time. */
export function clock(at: Date): string {
  return at.toISOString().slice(11, 16);
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
}
