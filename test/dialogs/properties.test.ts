import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Effect, knownState } from '../../src/dialogs/index.ts';
import type { Directory } from '../../src/directory/directory.ts';
import type { Say, Value } from '../../src/language/say.ts';
import { smsSize } from '../../src/language/sms.ts';
import { vous } from '../locales/texts.ts';
import {
  commandWords,
  conversation,
  createPlayer,
  effectsOf,
  type Happened,
  personalWords,
} from './anything.ts';
import { render, senegalDirectory } from './surroundings.ts';

const languages = ['fr', 'wo', 'ff', 'en', null] as const;
let directory: Directory;
let play: ((events: Parameters<ReturnType<typeof createPlayer>>[0]) => Happened[])[];
beforeAll(async () => {
  directory = await senegalDirectory();
  play = languages.map((language, i) => createPlayer(directory, language, i % 2 === 0));
});

/** Checks something of every turn of many conversations, in every language. */
function everyTurn(check: (one: Happened) => void, runs = 150): void {
  fc.assert(
    fc.property(fc.nat(languages.length - 1), conversation, (language, events) => {
      for (const one of play[language]!(events)) check(one);
    }),
    { numRuns: runs },
  );
}

const textOf = ({ turn, after, event }: Happened) =>
  render(turn.says, after.textLanguage ?? 'fr', event.look, after.keeping === 'minor').text;

function keysOf(value: Value | Say): string[] {
  if (typeof value !== 'object') return [];
  if ('list' in value) return value.list.flatMap(keysOf);
  return [value.key, ...Object.values(value.values ?? {}).flatMap(keysOf)];
}

describe('whatever somebody writes', () => {
  it('nothing throws, and the state is plain JSON', () => {
    everyTurn(({ turn }) => {
      expect(JSON.parse(JSON.stringify(turn.state))).toEqual(turn.state);
      expect(turn.state.waiting.length).toBeLessThan(8);
    });
  });

  it('a text is whole, and one SMS long', () => {
    everyTurn((one) => {
      const text = textOf(one);
      expect(text).not.toMatch(/\{\{|\}\}|undefined|\[object|\b(bot|forms)\.[a-z_]+\./);
      if (one.turn.says.length > 0) expect(text.trim()).not.toBe('');
      if (one.event.look === 'sms')
        expect({ text, ...smsSize(text) }).toMatchObject({ segments: text ? 1 : smsSize('').segments });
    });
  });

  it('somebody whom nobody answers is answered', () => {
    everyTurn(({ before, after, turn, what }) => {
      const handedOver = turn.effects.some(({ type }) => /^(other_person|move|release)$/.test(type));
      if (what || handedOver) return;
      const quiet = before.optedOut || after.optedOut || before.holder === 'caseworker' || before.case;
      if (!quiet) expect(turn.says).not.toEqual([]);
    });
  });

  it('a case is opened once, and only what is open is changed or alerted', () => {
    everyTurn(({ before, turn }) => {
      let open = before.case !== null;
      for (const effect of turn.effects) {
        if (effect.type === 'open_case') {
          expect(open).toBe(false);
          open = true;
        }
        if (effect.type === 'patch_case' || effect.type === 'alert') expect(open).toBe(true);
        if (effect.type === 'erase') open = false;
      }
      expect(effectsOf(turn, 'open_case').length).toBeLessThan(2);
    });
  });

  it('a consent is kept with the answer it stands for, and never taken back in silence', () => {
    everyTurn(({ turn, before, after }) => {
      for (const { given, form } of effectsOf(turn, 'consent'))
        expect(given ? form : 'refused').toBe(after.keeping ?? (turn.effects.some(isErase) ? form : null));
      // a child who says to be of age is asked for the consent of an adult
      const asked = before.keeping === 'minor' && turn.says.some(({ key }) => key === 'bot.consent.ask');
      if (before.keeping && !asked && !turn.effects.some(isErase)) expect(after.keeping).not.toBeNull();
    });
  });

  it('before a yes nothing of it is kept, but a danger', () => {
    everyTurn(({ turn, after }) => {
      if (after.keeping === 'adult' || after.keeping === 'minor') return;
      expect(turn.state.answers).toEqual({});
      const kept = JSON.stringify(turn.state);
      for (const word of personalWords) expect(kept).not.toContain(word);
      for (const { opening } of effectsOf(turn, 'open_case')) {
        expect(opening.reason).toMatch(/^(danger|voice)$/);
        expect(opening.needs).toEqual([]);
        if (opening.reason === 'voice') expect(opening.words).toEqual({});
      }
    });
  });

  it('a child is asked nothing that is for adults', () => {
    const forAdults =
      /^(bot\.(needs|services|menu|callback|handoff|first_contact)\b|bot\.consent\.(ask|simpler|refused)|forms\.(quick|full))/;
    everyTurn(({ turn, after }) => {
      if (after.keeping !== 'minor') return;
      expect(turn.says.flatMap(keysOf).filter((key) => forAdults.test(key))).toEqual([]);
      expect([turn.state.dialog, ...turn.state.waiting].map((dialog) => dialog?.name)).not.toContain('needs');
      for (const { opening } of effectsOf(turn, 'open_case')) {
        expect(opening).toMatchObject({ minor: true, restricted: true, needs: [] });
      }
    });
  });

  it('a child is told "tu" in French', () => {
    everyTurn((one) => {
      const { keeping, textLanguage } = one.after;
      if (keeping === 'minor' && (textLanguage ?? 'fr') === 'fr') expect(textOf(one)).not.toMatch(vous);
    });
  });

  it('who stopped hears only "shall we write again?", and of danger', () => {
    everyTurn(({ turn, before, after }) => {
      if (!before.optedOut || !after.optedOut || turn.effects.some(isErase)) return;
      const keys = turn.says.map(({ key }) => key);
      const allowed = /^(bot\.(stop\.ask_back|danger|minor|erase)|forms\.quick\.urgent_kind)\b/;
      expect(keys.filter((key) => !allowed.test(key))).toEqual([]);
    });
  });

  it('the bot says nothing while a caseworker holds the conversation, but to STOP, danger, PLAINTE and how to open an answer', () => {
    everyTurn(({ turn, before, after, what, state }) => {
      if (before.holder !== 'caseworker' || before.optedOut || what || askedForDesk(state)) return;
      const answered = new Set(['alert', 'patch_case', 'open_case', 'told', 'bot_speaks']);
      const mayAnswer = turn.effects.some(({ type }) => answered.has(type));
      const said = turn.says.filter(({ key }) => !/^bot\.(news|complaint)\./.test(key));
      if (!after.optedOut && !mayAnswer) expect(said).toEqual([]);
    });
  });
});

/** What the bot asks for the desk while a caseworker holds the conversation. */
function askedForDesk({ dialog }: Happened['state']): boolean {
  return dialog !== null && /^(full|reminder|complaint|pass_on|pin)$/.test(dialog.name);
}

describe('wherever somebody has come to', () => {
  it('it can go on: after three months MENU is answered, and the state is one that a new program reads', () => {
    fc.assert(
      fc.property(fc.nat(languages.length - 1), conversation, (language, events) => {
        const menu = {
          does: 'writes',
          input: { text: 'MENU', media: [] },
          look: 'sms',
          afterMs: 90 * 86_400_000,
        } as const;
        const last = play[language]!([...events, menu]).at(-1)!;
        expect(knownState(JSON.parse(JSON.stringify(last.turn.state)))).toEqual(last.turn.state);
        const mayBeSilent = last.before.optedOut || last.before.holder === 'caseworker' || last.before.case;
        if (!mayBeSilent) expect(last.turn.says).not.toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('nothing is asked that has an answer', () => {
    const forms = new Set(['needs', 'minor']);
    everyTurn(({ turn }) => {
      const { dialog, answers } = turn.state;
      if (!dialog || !forms.has(dialog.name)) return;
      expect(Object.keys(answers)).not.toContain(dialog.question);
    });
  });

  it('a language that was chosen is the one that is spoken', () => {
    everyTurn(({ turn, after }) => {
      const chosen = effectsOf(turn, 'know').findLast(({ facts }) => facts.textLanguage)?.facts.textLanguage;
      if (chosen && !turn.effects.some(isErase)) expect(after.textLanguage).toBe(chosen);
    });
  });
});

const isErase = ({ type }: Effect) => type === 'erase';
const stops = commandWords.filter(({ command }) => command === 'stop').map(({ word }) => word);

describe('STOP', () => {
  it('has words in four languages', () => {
    expect(stops.length).toBeGreaterThan(8);
  });

  it('works at once wherever somebody stands, in any of its words; "bonjour" does not undo it', () => {
    const written = (text: string) =>
      ({ does: 'writes', input: { text, media: [] }, look: 'sms', afterMs: 60_000 }) as const;
    fc.assert(
      fc.property(
        fc.nat(languages.length - 1),
        conversation,
        fc.constantFrom(...stops),
        (language, events, word) => {
          const all = play[language]!([
            ...events,
            written(word),
            written('bonjour'),
            written('salaam aleekum'),
          ]);
          const [stopped, hello, again] = all.slice(-3) as [Happened, Happened, Happened];
          expect({ word, out: stopped.after.optedOut }).toEqual({ word, out: true });
          const said = stopped.before.optedOut ? [] : ['bot.stop.done'];
          expect(stopped.turn.says.map(({ key }) => key)).toEqual(said);
          expect(hello.after.optedOut && again.after.optedOut).toBe(true);
          const keys = [...hello.turn.says, ...again.turn.says].map(({ key }) => key);
          expect(keys.filter((key) => key !== 'bot.stop.ask_back')).toEqual([]);
          expect(keys.length).toBeLessThan(2);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('what chance found once', () => {
  const writes = (text: string) =>
    ({ does: 'writes', input: { text, media: [] }, look: 'sms', afterMs: 60_000 }) as const;
  const last = (...events: Parameters<(typeof play)[0]>[0]) => play[0]!(events).at(-1)!;

  it('a question that a danger answered is not the one that is gone back to', () => {
    const said = ['bonjour', '1', '1', '1', 'Tambacounda', 'au secours', '1'];
    expect(last(...said.map(writes)).turn.state.dialog).toEqual({ name: 'needs', question: 'contact' });
  });

  it('a form that a wish has finished is not gone back to', () => {
    const said = ['bonjour', '1', '1', '1', '0', '0', 'je veux parler à quelqu un', '1'];
    const { answers, dialog } = last(...said.map(writes)).turn.state;
    expect(answers.contact).toBeDefined();
    expect(dialog?.question).not.toBe('contact');
  });

  it('nor is a form for children that stands there twice', () => {
    const note = { ...writes(''), input: { text: '', media: ['voice' as const] } };
    const said = ['bonjour', '2', '2', '1', 'langues', 'menu', 'yes'].map(writes);
    const { answers, dialog } = last(...said, note, writes('Zeynabou 15h')).turn.state;
    expect(answers.town).toBeDefined();
    expect(dialog?.question).not.toBe('town');
  });

  it('START of somebody whom nothing is asked gets what there is to choose', () => {
    const { turn } = last(...['bonjour', '1', '3', 'non', 'start'].map(writes));
    expect(turn.says).not.toEqual([]);
  });

  /** What somebody with these first answers gets who writes on after a reminder of an appointment. */
  function afterReminder(said: readonly string[], written: readonly string[]) {
    const appointment = { type: 'appointment', at: '2026-11-25T15:00:00Z' } as const;
    const reminded = { does: 'happens', what: appointment, afterMs: 1000 } as const;
    return last(...said.map(writes), reminded, ...written.map(writes)).turn;
  }

  it('words to a reminder go into the case that a danger opened meanwhile', () => {
    const turn = afterReminder(['bonjour', '1', '3'], ['je veux mourir', '1', 'je ne peux pas venir']);
    expect(turn.effects.map(({ type }) => type)).toEqual(['patch_case']);
  });

  it('no words to a reminder are kept of somebody who refused that', () => {
    const turn = afterReminder(['bonjour', '1', '3'], ['je ne peux pas venir']);
    expect(turn.effects).toEqual([]);
    expect(turn.says).not.toEqual([]);
  });

  it('a child who answers a reminder stays on the path for children', () => {
    const turn = afterReminder(['bonjour', '1', '2'], ['je ne peux pas venir']);
    expect(turn.state.dialog?.name).toBe('minor');
    expect(turn.says).not.toEqual([]);
    const reasons = effectsOf(turn, 'open_case').map(({ opening }) => opening.reason);
    expect(reasons).not.toContain('person_wanted');
  });
});
