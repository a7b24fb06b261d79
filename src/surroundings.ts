import type { Database } from '../db/open.ts';
import type { TurnDeps } from './bot/turn.ts';
import { campaignCodes } from './campaigns/store.ts';
import type { Context, Forms, Settings } from './dialogs/index.ts';
import { type Diagram, diagramOfForm, diagramsOfDialogs } from './dialogs/picture.ts';
import type { Directory } from './directory/directory.ts';
import { type Duty, dutyAt, type RosterEntry } from './handoff/duty.ts';
import type { OpeningHours } from './handoff/opening-hours.ts';
import { rosterEntries } from './handoff/roster-store.ts';
import type { Render } from './language/say.ts';
import { smsSize } from './language/sms.ts';
import type { Topic } from './language/topics.ts';
import type { WiderUnderstanding } from './language/understanding.ts';

export interface SurroundingsDeps {
  readonly db: Database;
  readonly directory: Directory;
  readonly understand: WiderUnderstanding;
  readonly forms: Forms;
  readonly topics: readonly Topic[];
  readonly settings: Settings;
  readonly openingHours: OpeningHours;
}

/** What every turn looks at and nobody's turn changes; roster and campaigns are read anew every few seconds. */
export interface LiveSurroundings {
  readonly at: TurnDeps['surroundings'];
  refresh(): Promise<void>;
}

const minuteMs = 60_000;

/** Reads roster and campaigns and keeps them; `refresh` is called by the sweep. */
export async function openSurroundings(deps: SurroundingsDeps): Promise<LiveSurroundings> {
  const { directory, understand, forms, settings, topics } = deps;
  let roster: readonly RosterEntry[] = [];
  let campaigns = new Set<string>();
  let duty: { minute: number; value: Duty } | null = null;
  const campaign = (text: string) => {
    const word = text.trim().toUpperCase();
    return campaigns.has(word) ? word : null;
  };
  const refresh = async () => {
    roster = await rosterEntries(deps.db);
    campaigns = await campaignCodes(deps.db);
    duty = null;
  };
  await refresh();
  return {
    refresh,
    at: (now) => {
      const minute = Math.floor(now.getTime() / minuteMs);
      // Working hours out costs more than a whole turn; within a minute they do not change.
      if (duty?.minute !== minute)
        duty = { minute, value: dutyAt(roster, deps.openingHours, now, settings.timeZone) };
      return { settings, topics, understand, directory, duty: duty.value, forms, campaign };
    },
  };
}

/** Whether texts stay within one SMS; on WhatsApp length costs nothing. */
export function fitsFrom(renderFor: (provider: string) => Render): TurnDeps['fits'] {
  return (look, provider) => (says, facts) => {
    if (look !== 'sms') return true;
    const { text } = renderFor(provider)(says, facts.textLanguage ?? 'fr', look, facts.keeping === 'minor');
    return smsSize(text).segments <= 1;
  };
}

/** The whole conversation, drawn: forms as their files have them, dialogs as they answer. */
export interface Picture {
  readonly forms: readonly Diagram[];
  readonly dialogs: readonly Diagram[];
}

/** Draws the conversation when somebody first looks at it; it changes only with the program. */
export function pictureFrom(
  surroundings: TurnDeps['surroundings'],
  { labels, render, texts }: Pick<TurnDeps, 'labels'> & PictureWords,
  now: () => Date,
): () => Picture {
  let drawn: Picture | null = null;
  return () => {
    if (drawn) return drawn;
    const at = now();
    const base = surroundings(at);
    const context: Context = { ...base, ...nobodyYet, now: at, labels: labels('fr') };
    const forms = Object.values(base.forms).map((form) => diagramOfForm(form, texts));
    drawn = { forms, dialogs: diagramsOfDialogs(context, render) };
    return drawn;
  };
}

interface PictureWords {
  readonly render: Render;
  readonly texts: ReadonlyMap<string, string>;
}

/** Somebody of whom nothing is known, on WhatsApp, where every answer has room. */
const nobodyYet = {
  look: 'whatsapp',
  facts: {
    textLanguage: 'fr',
    spokenLanguage: null,
    writing: null,
    keeping: null,
    optedOut: false,
    case: null,
    holder: 'bot',
  },
  fits: () => true,
  newCode: () => 'K7M4',
  newMoveCode: () => '3821-7745',
  records: { kept: null, requests: [], readers: [], agreements: [] },
  held: [],
} as const satisfies Partial<Context>;
