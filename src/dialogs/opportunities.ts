import type { Opportunity } from '../directory/opportunity.ts';
import type { Say, Value } from '../language/say.ts';
import { askChoice, type ChoiceList, choiceList, readChoice } from './choose.ts';
import type { Context, DialogState, Input } from './dialog.ts';
import { needsIn } from './opening.ts';

const ofOffer: ChoiceList = choiceList('offer', ['1', 'help']);

/** How much of a text an SMS has room for, and a WhatsApp message. */
const longest = { sms: 50, whatsapp: 300 } as const;

/** What is open now for the need and the place of a "services near me", what closes first on top. */
export function offersFor({ directory, now }: Context, state: DialogState): readonly Opportunity[] {
  const needs = needsIn(state);
  return directory.opportunities({ needs, place: directory.place(String(state.place)), at: now });
}

/** One offer with its last day, its conditions and how to apply: as much as one message has room for. */
export function offerSay(context: Context, offer: Opportunity, more: boolean): Say {
  const room = longest[context.look];
  const [, month = '', day = ''] = offer.closesOn.split('-');
  const facts: Value[] = [
    ...(offer.phone ? [`${offer.phone}.`] : []),
    ...[offer.conditions, offer.howToApply].flatMap((text) => (text ? [sentence(text, room)] : [])),
  ];
  const key = `bot.services.offer${more ? '_more' : ''}`;
  const says = [facts.length, ...facts.keys()]
    .sort((a, b) => b - a)
    .map((count): Say => {
      const values = { title: cut(offer.title, room), day: `${day}/${month}` };
      return askChoice(key, ofOffer, { ...values, facts: { list: facts.slice(0, count), join: ' ' } });
    });
  return says.find((say) => context.fits([say], context.facts)) ?? says.at(-1)!;
}

/** Whether a message asks for help with the offer that was shown. */
export function wantsHelp(context: Context, input: Input): boolean {
  return readChoice(context, input, ofOffer) === 'help';
}

function sentence(text: string, room: number): string {
  return `${cut(text.replace(/[.\s]+$/, ''), room)}.`;
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 2).trimEnd()}..`;
}
