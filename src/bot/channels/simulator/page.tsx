import { type Channel, channels, type Location } from '../../../messages/inbound.ts';
import { BubbleView, clock, lastBubble, TapsView } from './bubble.tsx';
import type { Phone } from './phones.ts';
import type { PageWords } from './words.ts';

/** A town whose position can be shared with one tap. */
export type Town = Required<Location>;

export interface PageProps {
  readonly words: PageWords;
  readonly phones: readonly Phone[];
  readonly towns: readonly Town[];
  readonly serviceName: string;
  /** Where the live stream goes on from. */
  readonly after: string;
  readonly now: Date;
}

/** The whole page: a phone for each person, side by side. */
export function SimulatorPage({ words, phones, after, ...phoneProps }: PageProps) {
  return (
    <html lang={words.lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${words.title} · Dellusi`}</title>
        <link rel="stylesheet" href="/simulator/static/simulator.css" />
        <link rel="icon" href="data:," />
        <script type="module" src="/simulator/static/simulator.js" />
      </head>
      <body data-after={after} data-not-sent={words.notSent} data-offline={words.offline}>
        <Header words={words} />
        <main class="phones" id="phones">
          {phones.map((phone) => (
            <PhoneView key={phone.number} phone={phone} words={words} {...phoneProps} />
          ))}
        </main>
        <p class="trouble" id="trouble" role="status" hidden />
      </body>
    </html>
  );
}

function Header({ words }: { words: PageWords }) {
  return (
    <header class="top">
      <div>
        <h1>
          Dellusi <span>{words.title}</span>
        </h1>
        <p>{words.intro}</p>
      </div>
      <form class="add" id="add">
        <label class="unseen" for="add-name">
          {words.name}
        </label>
        <input id="add-name" name="name" maxLength={30} placeholder={words.name} autocomplete="off" />
        <button type="submit">{words.addPerson}</button>
      </form>
      <a class="desk" href="/desk">
        {words.desk}
      </a>
    </header>
  );
}

type PhoneProps = Omit<PageProps, 'phones' | 'after'> & { readonly phone: Phone };

const appNames: Readonly<Record<Channel, string>> = { whatsapp: 'WhatsApp', sms: 'SMS' };

/** One phone with both looks in it; the stylesheet shows the one that `data-look` names. */
export function PhoneView({ phone, words, towns, serviceName, now }: PhoneProps) {
  const look = phone.bubbles.at(-1)?.channel ?? (phone.kind === 'duty' ? 'sms' : 'whatsapp');
  const name = phone.name || (phone.kind === 'duty' ? words.onDuty : phone.number);
  return (
    <section class={`owner ${phone.kind}`} data-number={phone.number} data-look={look} aria-label={name}>
      <div class="who">
        <h2>{name}</h2>
        <small>{spaced(phone.number)}</small>
        <button type="button" class="remove" aria-label={`${words.remove} (${name})`} title={words.remove}>
          ×
        </button>
      </div>
      <fieldset class="looks">
        <legend class="unseen">{words.look}</legend>
        {channels.map((channel) => (
          <button type="button" key={channel} data-look={channel} aria-pressed={channel === look}>
            {appNames[channel]}
          </button>
        ))}
      </fieldset>
      <div class="phone">
        <div class="screen">
          <div class="bar" aria-hidden="true">
            <span class="hour">{clock(now)}</span>
            <i />
          </div>
          <div class="contact">
            <span class="face" aria-hidden="true">
              {serviceName.slice(0, 1)}
            </span>
            <b>{serviceName}</b>
            <small class="typing-word">{words.typing}</small>
          </div>
          {channels.map((channel) => (
            <Chat key={channel} phone={phone} channel={channel} words={words} />
          ))}
          <Composer words={words} towns={towns} />
        </div>
      </div>
    </section>
  );
}

function Chat({ phone, channel, words }: { phone: Phone; channel: Channel; words: PageWords }) {
  const bubbles = phone.bubbles.filter((bubble) => bubble.channel === channel);
  return (
    <div class="chat" data-channel={channel}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div class="scroll" role="log" aria-label={appNames[channel]} tabIndex={0}>
        <ol>
          {bubbles.map((bubble) => (
            <BubbleView key={bubble.id} bubble={bubble} words={words} />
          ))}
        </ol>
        <p class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </p>
        <p class="quiet" hidden>
          {words.quiet}
        </p>
      </div>
      <div class="offers">
        <TapsView last={lastBubble(bubbles, channel)} words={words} />
      </div>
    </div>
  );
}

function Composer({ words, towns }: { words: PageWords; towns: readonly Town[] }) {
  return (
    <div class="composer">
      <details class="attach">
        <summary aria-label={words.attach} title={words.attach}>
          +
        </summary>
        <div class="sheet">
          <Places words={words} towns={towns} />
          <div class="voices">
            <button type="button" class="record" data-stop={words.stopRecording}>
              {words.record}
            </button>
            <button type="button" class="canned">
              {words.cannedVoice}
            </button>
          </div>
        </div>
      </details>
      <form class="write">
        <input
          name="text"
          aria-label={words.write}
          placeholder={words.write}
          maxLength={1600}
          autocomplete="off"
        />
        <button type="submit" aria-label={words.send} title={words.send}>
          ➤
        </button>
      </form>
    </div>
  );
}

function Places({ words, towns }: { words: PageWords; towns: readonly Town[] }) {
  return (
    <form class="place-form">
      <b>{words.shareLocation}</b>
      <div class="towns">
        {towns.map(({ label, latitude, longitude }) => (
          <button type="button" key={label} data-latitude={latitude} data-longitude={longitude}>
            {label}
          </button>
        ))}
      </div>
      <div class="point">
        <input
          name="latitude"
          type="number"
          step="any"
          min={-90}
          max={90}
          required
          {...named(words.latitude)}
        />
        <input
          name="longitude"
          type="number"
          step="any"
          min={-180}
          max={180}
          required
          {...named(words.longitude)}
        />
        <button type="submit" aria-label={words.coordinates}>
          {words.send}
        </button>
      </div>
    </form>
  );
}

function named(label: string) {
  return { 'aria-label': label, placeholder: label };
}

/** +221700001234 as +221 70 000 12 34, whatever the country. */
function spaced(number: string): string {
  return number.replace(/^(\+\d{2,3})(\d\d)(\d{3})(\d\d)(\d\d)$/, '$1 $2 $3 $4 $5');
}
