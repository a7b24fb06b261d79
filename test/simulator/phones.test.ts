import { expect, test } from 'vitest';
import { createPhones, type PhoneEvent } from '../../src/bot/channels/simulator/phones.ts';

const bubble = {
  channel: 'sms',
  from: 'bot',
  at: new Date('2026-11-23T09:40:00Z'),
  text: 'Bonjour',
  options: [],
  status: 'sent',
} as const;

test('made-up numbers are Senegalese, of a range for the purpose, and never given twice', () => {
  const phones = createPhones('221', () => 0.9999);
  const numbers = [phones.add('Awa').number, phones.add('Ibou').number];
  expect(numbers).toEqual(['+221700009999', '+221700000000']);
});

test('a message to a number that nobody has shows the phone of somebody on duty', () => {
  const phones = createPhones('221');
  phones.write('+221770000001', bubble);
  expect(phones.get('+221770000001')).toMatchObject({ kind: 'duty', bubbles: [{ text: 'Bonjour' }] });
});

test('a made-up person who is written to after a restart stays a person', () => {
  const phones = createPhones('221');
  phones.write('+221700001234', bubble);
  expect(phones.get('+221700001234')?.kind).toBe('person');
});

test('replays what came after an event, and says when it no longer can', () => {
  const phones = createPhones('221');
  const { number } = phones.add('Awa');
  const seen = phones.lastEvent();
  const { id } = phones.write(number, bubble);
  phones.setStatus(number, id, 'read');
  expect(phones.since(seen)?.map(({ kind }) => kind)).toEqual(['bubble', 'status']);
  for (let sent = 0; sent < 1000; sent++) phones.write(number, bubble);
  expect(phones.since(seen)).toBeNull();
  expect(phones.since(phones.lastEvent() + 1)).toBeNull();
});

test('listeners hear each event once, until they leave', () => {
  const phones = createPhones('221');
  const heard: PhoneEvent['kind'][] = [];
  const leave = phones.listen(({ kind }) => heard.push(kind));
  const { number } = phones.add('Awa');
  phones.announce('typing', number, 'sms');
  leave();
  phones.remove(number);
  expect(heard).toEqual(['phone', 'typing']);
});

test('keeps the last messages of a phone and the last phones', () => {
  const phones = createPhones('221');
  const first = phones.add('Awa').number;
  for (let sent = 0; sent < 250; sent++) phones.write(first, { ...bubble, text: String(sent) });
  expect(phones.get(first)?.bubbles).toHaveLength(200);
  for (let added = 0; added < 50; added++) phones.add('');
  expect(phones.list()).toHaveLength(50);
  expect(phones.get(first)).toBeUndefined();
});
