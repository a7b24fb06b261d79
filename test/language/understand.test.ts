import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLocales } from '../../src/language/locales.ts';
import { createUnderstanding } from '../../src/language/understand/understand.ts';

const place = (name: string, departement: string, region: string, spellings: string[] = []) => {
  const common = {
    id: name + departement,
    name,
    spellings,
    level: 'commune' as const,
    pcode: 'SN',
    departement,
    region,
  };
  return { ...common, population: null };
};
const u = createUnderstanding(loadLocales('locales'), [
  place('Dakar', 'Dakar', 'Dakar', ['Ndakaaru']),
  place('Matam', 'Matam', 'Matam'),
  place('Kolda', 'Kolda', 'Kolda'),
  place('Tambacounda', 'Tambacounda', 'Tambacounda'),
  place('Thiès', 'Thiès', 'Thiès', ['Cees']),
  place('Vélingara', 'Vélingara', 'Kolda'),
  place('Vélingara', 'Ranérou', 'Matam'),
  { ...place('Ranérou', 'Ranérou', 'Matam'), level: 'departement' as const },
]);

const needs = [
  ['1', 'job', 'Emploi'],
  ['2', 'training', 'Formation'],
  ['4', 'health', 'Santé'],
  ['5', 'papers', 'Papiers'],
].map(([digit = '', id = '', label = '']) => ({ id, digit, labels: [label] }));

describe('a place', () => {
  it.each([
    ["Je viens de Matam mais j'habite à Dakar", 'Dakar'],
    ['Maa ngi jóge Matam waaye Dakar laa dëkk', 'Dakar'],
    ['mi ummii ko Matam kono mi hoɗi ko Kolda', 'Kolda'],
    ['gare tamba', 'Tambacounda'],
    ['chui a tambacunda', 'Tambacounda'],
    ['Cees', 'Thiès'],
  ])('%s: %s', (text, name) => {
    expect(u.place(text, 'fr').place?.name).toBe(name);
  });

  it('is asked back when the name exists twice, unless the area is named too', () => {
    expect(u.place('velingara', 'fr').place).toBeNull();
    expect(u.place('velingara', 'fr').candidates).toHaveLength(2);
    expect(u.place('Vélingara, Ranérou', 'fr').place?.departement).toBe('Ranérou');
  });

  it('is not found where none is', () => {
    expect(u.place("j'ai une fille de 12 ans", 'fr')).toEqual({ place: null, candidates: [] });
  });
});

describe('a choice', () => {
  it.each([
    ['52', ['papers', 'training']],
    ['1 et 4', ['job', 'health']],
    ['santé, travail', ['health', 'job']],
    ['5️⃣', ['papers']],
    ['deux', ['training']],
    ['ñaar', ['training']],
    ['formasion', ['training']],
    ['papié et formasion', ['papers', 'training']],
    ['papié ak formasion', ['papers', 'training']],
    ['formasion, papié', ['training', 'papers']],
  ])('%s: %j', (text, chosen) => {
    expect(u.choice(text, needs, 'fr', true)).toEqual({ chosen });
  });

  it('is never a stray digit inside a sentence', () => {
    expect(u.choice("j'ai 2 enfants", needs, 'fr', true)).toBeNull();
    expect(u.choice('2 enfants', needs, 'fr', true)).toBeNull();
  });
});

describe('a command', () => {
  it.each([
    ['STOP', 'stop'],
    ['arret svp', 'stop'],
    ['taxawal', 'stop'],
    ['EFFACER', 'erase'],
    ['woo ma', 'call'],
    ['+', 'more'],
    ['wallu mi', 'help_me'],
  ])('%s: %s', (text, command) => {
    expect(u.command(text, 'fr')?.command).toBe(command);
  });

  it('may be the name of a language', () => {
    expect(u.command('WOLOF', 'fr')).toEqual({ command: 'language', language: 'wo' });
    expect(u.command('je veux parler en pulaar', 'fr')).toEqual({ command: 'language', language: 'ff' });
  });

  it('never lies in an answer', () => {
    expect(u.command("j'ai besoin d'une aide pour mes papiers", 'fr')).toBeNull();
    expect(u.command('Aida', 'fr')).toBeNull();
    for (const answer of ['Tambacounda', 'Tambcounda', 'Modou 10h', 'Aminata 16h', 'lorem ipsum'])
      expect(u.command(answer, 'fr'), answer).toBeNull();
  });
});

describe('the smaller readings', () => {
  it('reads numbers', () => {
    expect(u.number('25 000 F', 'fr')).toBe(25_000);
    expect(u.number('2,5', 'fr')).toBe(2.5);
    expect(u.number('quatre-vingt-dix-sept', 'fr')).toBe(97);
    expect(u.number('cent mille', 'fr')).toBe(100_000);
    expect(u.number('juróom ñaar fukk', 'wo')).toBe(70);
    expect(u.number('capanɗe tati e joy', 'ff')).toBe(35);
  });

  it('reads yes and no', () => {
    expect(u.yesNo('waaw waaw', 'wo')).toBe(true);
    expect(u.yesNo('non non merci', 'fr')).toBe(false);
    expect(u.yesNo('je ne dis pas oui', 'fr')).toBe(false);
    expect(u.yesNo('alaa', 'ff')).toBe(false);
    expect(u.yesNo('je ne sais pas', 'fr')).toBeNull();
  });

  it.each([
    ['non non y a pas de souci, allez-y', true],
    ['pourquoi pas', true],
    ['amul solo, woo leen ma', true],
    ["d'accord avec le reste mais pas ça", false],
    ['waaw waaye man duma ko def', false],
    ['hoto noddu mi', false],
    ['oui pour quoi exactement ?', null],
    ['je cherche du travail', null],
    ['Dakar', null],
  ])('hears what is meant, not the first word: %s', (text, answer) => {
    expect(u.yesNo(text, 'fr')).toBe(answer);
  });

  it('reads ages of the person who writes only', () => {
    expect(u.age("j'ai 16 ans", 'fr')).toBe(16);
    expect(u.age('am naa 16 at', 'wo')).toBe(16);
    expect(u.age('16', 'fr')).toBe(16);
    expect(u.age('g pa 18 an g 17', 'fr')).toBe(17);
    expect(u.age("j'ai pas 18 ans j'ai 15 ans", 'fr')).toBe(15);
    expect(u.age('mon fils a 14 ans', 'fr')).toBeNull();
    expect(u.age('je suis là depuis 3 ans', 'fr')).toBeNull();
  });

  it('reads a name and an hour', () => {
    expect(u.nameAndHour('Awa 15h', 'fr')).toEqual({ name: 'Awa', hour: '15:00' });
    expect(u.nameAndHour("je m'appelle moussa, appelez vers 9h30", 'fr')).toEqual({
      name: 'Moussa',
      hour: '09:30',
    });
    expect(u.nameAndHour('Ibou ce soir', 'fr')).toEqual({ name: 'Ibou', day: 'today', hour: '19:00' });
    expect(u.nameAndHour('0', 'fr')).toEqual({});
  });

  it.each([
    ['Awa demain 10h', { name: 'Awa', day: 'tomorrow', hour: '10:00' }],
    ['appelez-moi lundi matin', { day: 'monday', hour: '09:00' }],
    ['Fatou après-demain 15h', { name: 'Fatou', day: 'after_tomorrow', hour: '15:00' }],
    ['Moussa ëllëg ci suba', { name: 'Moussa', day: 'tomorrow', hour: '09:00' }],
    ['ci suba', { hour: '09:00' }],
    ['jaŋngo subaka', { day: 'tomorrow', hour: '09:00' }],
    // a name that sounds like Pulaar Saturday
    ['Assette samedi', { name: 'Assette', day: 'saturday' }],
  ])('keeps the day of a call: %s', (text, read) => {
    expect(u.nameAndHour(text, 'fr')).toEqual(read);
  });
});

describe('wishes and needs', () => {
  it.each(['blabla truc machin', 'gloubi boulga tralala', 'bidule', 'xkcd plop zzz', 'test test'])(
    'nothing is made of nonsense: %s',
    (text) => {
      expect(u.intent(text, 'fr').intent).toBeNull();
      expect(u.needs(text, 'fr')).toEqual([]);
    },
  );

  it('nothing is made of words that nobody knows', () => {
    const letters = fc.constantFrom(...'bcdfghjklmnpqrtvwxz');
    const unknown = fc.array(fc.string({ unit: letters, minLength: 6, maxLength: 10 }), { minLength: 1 });
    fc.assert(fc.property(unknown, (words) => u.intent(words.join(' '), 'fr').intent === null));
  });

  it.each([
    ["l'école et le médecin c'est cher pour nous", ['education_children', 'health']],
    ["plus de carte d'identité et je veux apprendre la soudure", ['documents', 'training']],
    ['je cherche du travail, un logement et des papiers', ['job', 'housing', 'documents']],
    ['dama soxla liggéey ak paj', ['job', 'health']],
    ['mi yiɗi golle e janngude', ['job', 'training']],
    ['mon mari et moi on se dispute tout le temps', ['family']],
    ["je viens de Kolda et j'habite Dakar", []],
  ])('every need of a sentence, in order: %s', (text, needs) => {
    expect(u.needs(text, 'fr')).toEqual(needs);
  });
});
