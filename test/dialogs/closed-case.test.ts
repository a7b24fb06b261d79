import { beforeAll, describe, expect, it } from 'vitest';
import { createPlayer, type Event, effectsOf, type Happened } from './anything.ts';
import { senegalDirectory } from './surroundings.ts';

let play: (events: readonly Event[]) => Happened[];
beforeAll(async () => {
  play = createPlayer(await senegalDirectory(), 'fr');
});

const writes = (...texts: string[]): Event[] =>
  texts.map((text) => ({ does: 'writes', input: { text, media: [] }, look: 'sms', afterMs: 60_000 }));
const closes: Event = { does: 'closes' };
const whole = writes('bonjour', '1', '1', '25', 'Kolda', '2', '3', 'Awa 15h');
const keys = (one: Happened) => one.turn.says.map(({ key }) => key);

describe('when the case is closed', () => {
  it('needs that are told again open another one, and the call is agreed on anew', () => {
    const all = play([...whole, closes, ...writes('menu', '1', '4', '2', '3', 'Awa 9h')]);
    expect(all.flatMap(({ turn }) => effectsOf(turn, 'open_case'))).toHaveLength(2);
    expect(effectsOf(all.at(-2)!.turn, 'open_case')[0]?.opening).toMatchObject({
      needs: ['health'],
      contact: 'call',
    });
    expect(effectsOf(all.at(-1)!.turn, 'patch_case')[0]?.patch.words).toMatchObject({
      name: 'Awa',
      hour: '09:00',
    });
  });

  it('while it is open they change it', () => {
    const all = play([...whole, ...writes('menu', '1', '4', '2')]);
    expect(all.flatMap(({ turn }) => effectsOf(turn, 'open_case'))).toHaveLength(1);
    expect(effectsOf(all.at(-2)!.turn, 'patch_case')[0]?.patch.needs).toEqual(['health']);
    expect(keys(all.at(-1)!)).toEqual(['bot.handoff.known_call']);
  });

  it('a form that the desk began ends, and a digit answers nothing of it', () => {
    const asks: Event = {
      does: 'happens',
      what: { type: 'ask', groups: ['papers'], known: [] },
      afterMs: 60_000,
    };
    const all = play([...whole, asks, ...writes('1'), closes, ...writes('1')]);
    expect(keys(all.at(-2)!)).toEqual(['forms.full.which_paper.ask']);
    expect(keys(all.at(-1)!)).toEqual(['bot.menu.body']);
    expect(all.at(-1)!.turn.state.answers).not.toHaveProperty('which_paper');
  });

  it('an appointment is reminded of, and "I cannot come" finds somebody', () => {
    const near: Event = {
      does: 'happens',
      what: { type: 'appointment', at: '2026-11-25T15:00:00Z' },
      afterMs: 60_000,
    };
    const cannot = play([...whole, closes, near, ...writes('je ne peux pas venir demain')]);
    expect(keys(cannot.at(-2)!)).toEqual(['bot.reminder.appointment']);
    expect(keys(cannot.at(-1)!)).toEqual(['bot.handoff.added']);
    expect(effectsOf(cannot.at(-1)!.turn, 'open_case')[0]?.opening.words.ownWords).toEqual([
      'je ne peux pas venir demain',
    ]);
    const comes = play([...whole, closes, near, ...writes("d'accord merci")]);
    expect(effectsOf(comes.at(-1)!.turn, 'open_case')).toEqual([]);
  });

  it('a yes to "may we call you?" opens one and tells the people on duty', () => {
    const all = play([...writes('je veux mourir'), closes, ...writes('1')]);
    const { turn } = all.at(-1)!;
    expect(effectsOf(turn, 'open_case')[0]?.opening).toMatchObject({
      danger: 'self_harm',
      priority: 'emergency',
    });
    expect(effectsOf(turn, 'alert')).toEqual([{ type: 'alert', kind: 'self_harm' }]);
  });

  it('a no opens none', () => {
    const all = play([...writes('je veux mourir'), closes, ...writes('2')]);
    expect(all.at(-1)!.turn.effects).toEqual([]);
  });

  it('between "which language" and "which name", the call that was promised is kept', () => {
    const all = play([...whole.slice(0, -1), closes, ...writes('Awa 15h')]);
    expect(effectsOf(all.at(-1)!.turn, 'open_case')[0]?.opening.words).toMatchObject({ name: 'Awa' });
  });

  it('words no longer go to it in silence', () => {
    const all = play([...whole, ...writes('merci'), closes, ...writes('il me faut encore un papier')]);
    expect(keys(all.at(-2)!)).toEqual(['bot.handoff.waiting']);
    expect(keys(all.at(-1)!)).toEqual(['bot.wish.which']);
  });
});

describe('somebody who says in the middle that they are under 18', () => {
  it('is on the path for children at once, with nothing of the other left to come back', () => {
    const [told] = play([...writes('bonjour', '1', '1', '25', "j'ai 16 ans")]).slice(-1) as [Happened];
    expect(keys(told)).toEqual(['bot.minor.adult_with_you']);
    expect(told.turn.state.waiting).toEqual([]);
    expect(told.after.keeping).toBe('minor');
  });

  it('is never asked the first question again when the path is over', () => {
    const all = play(writes("j'ai 16 ans", '1', 'Kolda', '1', 'Ibou 18h', 'merci', 'bonjour'));
    expect(all.slice(-2).flatMap(keys)).toEqual(['bot.minor.waiting', 'bot.minor.waiting']);
  });
});

describe('who stopped and comes back with nothing to go on with', () => {
  it('is told where they stand', () => {
    expect(keys(play([...whole, closes, ...writes('stop', 'bonjour', '1')]).at(-1)!)).toEqual([
      'bot.menu.body',
    ]);
    expect(keys(play([...whole, ...writes('stop', 'bonjour', '1')]).at(-1)!)).toEqual([
      'bot.handoff.waiting',
    ]);
  });
});
