import { describe, expect, it } from 'vitest';
import { loadLocales } from '../../src/language/locales.ts';
import { createUnderstanding } from '../../src/language/understand/understand.ts';
import { choicesOfList, understandLine } from '../../src/language/understand-line.ts';
import { seededPlaces } from '../understanding/gazetteer.ts';

const locales = loadLocales('locales');
const u = createUnderstanding(locales, seededPlaces());

describe('one line of dellusi understand', () => {
  it('has the shape that other programs rely on', () => {
    expect(understandLine(u, 'place', 'kolda svp')).toEqual({
      input: 'kolda svp',
      place: { pcode: 'SN0701', name: 'Kolda', level: 'commune' },
      candidates: [],
    });
    expect(understandLine(u, 'place', 'je ne sais pas')).toMatchObject({ place: null, candidates: [] });
    expect(understandLine(u, 'number', '25 000 F')).toEqual({ input: '25 000 F', number: 25_000 });
    expect(understandLine(u, 'yesno', 'peut-être')).toEqual({ input: 'peut-être', answer: null });
    // as an answer to "1 yes 2 no"
    expect(understandLine(u, 'yesno', '1')).toMatchObject({ answer: true });
    expect(understandLine(u, 'yesno', '2')).toMatchObject({ answer: false });
    expect(understandLine(u, 'intent', 'comment avoir une carte d’identité')).toMatchObject({
      intent: 'documents',
    });
    expect(understandLine(u, 'danger', 'je ne sais pas où dormir')).toMatchObject({ danger: null });
    expect(understandLine(u, 'danger', 'mon mari me frappe')).toMatchObject({ danger: 'violence' });
    expect(understandLine(u, 'language', 'dama beugue liguey')).toMatchObject({ language: 'wo' });
  });

  it('reads choices of a list by their labels in every language', () => {
    const choices = choicesOfList(locales, 'needs_now', [
      { digit: '1', name: 'job' },
      { digit: '5', name: 'papers' },
    ]);
    expect(understandLine(u, 'choice', 'liggéey', { choices })).toEqual({
      input: 'liggéey',
      choices: ['job'],
    });
    expect(understandLine(u, 'choice', "j'ai 5 enfants", { choices })).toMatchObject({ choices: [] });
    expect(understandLine(u, 'choice', '51', { choices, several: true })).toMatchObject({
      choices: ['papers', 'job'],
    });
  });
});

describe('times and topics', () => {
  it.each([
    ['il y a deux mois', { ago: 2, unit: 'month' }],
    ['ya 3 ans', { ago: 3, unit: 'year' }],
    ['mars 2024', { month: 3, year: 2024 }],
    ['12/03/2024', { day: 12, month: 3, year: 2024 }],
    ['hier', { ago: 1, unit: 'day' }],
    ['démb', { ago: 1, unit: 'day' }],
    ['haŋki', { ago: 1, unit: 'day' }],
    ['le mois dernier', { ago: 1, unit: 'month' }],
    ['je cherche du travail', null],
  ])('%s', (text, time) => {
    expect(u.time(text, 'fr')).toEqual(time);
  });

  it('names the sheet that answers a question', () => {
    expect(u.topics('comment faire un extrait de naissance', 'fr')[0]?.topic).toBe('birth_certificate');
    expect(u.topics('xyz', 'fr')).toEqual([]);
  });
});
