import { expect, test } from 'vitest';
import { printScript, readPoint, readScript } from '../../src/bot/channels/terminal/script.ts';

const written = `# Deux messages, un vocal
channel: whatsapp
now: 2026-11-24 09:40
duty: Mo-Fr 08:00-17:00

# Elle hésite
> Bonjour
> c'est Awa
Bonjour.
1 Oui
2 Non

INFO
= writing: shared

[voice note 40 s]
[silence]

[3 days later]

[button 2]
Merci.
[and]
Encore.

[caseworker takes the case]

[on phone 2]

[location 12.88, -14.95]
[silence]
`;

test('a script reads and prints as it stands', () => {
  expect(printScript(readScript(written))).toBe(written);
});

test('messages without an answer between them arrive at once; an answer keeps its empty lines', () => {
  const [remark, first, voice, wait] = readScript(written).parts;
  expect(remark).toEqual({ remark: 'Elle hésite' });
  expect(first).toEqual({
    acts: [
      { kind: 'write', text: 'Bonjour' },
      { kind: 'write', text: "c'est Awa" },
    ],
    outcome: { says: ['Bonjour.\n1 Oui\n2 Non\n\nINFO'], facts: ['writing: shared'] },
  });
  expect(voice).toMatchObject({ acts: [{ seconds: 40 }], outcome: { says: [] } });
  expect(wait).toMatchObject({ acts: [{ kind: 'wait', amount: 3, unit: 'day' }] });
});

test('says the line that is wrong', () => {
  expect(() => readScript('Bonjour')).toThrow('conversation:1 must begin');
  expect(() => readScript('# A\nnow: gestern\n')).toThrow('"now:" must be as in');
  expect(() => readScript('# A\nnow: 2026-11-24 09:40\nlanguage: fr\n', 'a.chat')).toThrow(
    'a.chat:3 must be',
  );
  expect(() => readScript('# A\nnow: 2026-11-24 09:40\n\nBonjour')).toThrow(':4 somebody must do something');
  expect(() => readScript('# A\nnow: 2026-11-24 09:40\n\n> a\n[two days later]')).toThrow(
    ':5 "[two days later]"',
  );
});

test('a place is a name or a point', () => {
  expect(readPoint('12.88, -14.95')).toEqual({ latitude: 12.88, longitude: -14.95 });
  expect(readPoint('Kolda')).toBeNull();
});
