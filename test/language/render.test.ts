import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextLanguage } from '../../src/language/languages.ts';
import type { Locales } from '../../src/language/locales.ts';
import { createRender } from '../../src/language/render.ts';

const texts: Record<string, Record<string, string>> = {
  fr: {
    'bot.ask': "D'accord ? {{options}}. INFO",
    'bot.plain': 'Besoins ?',
    'bot.merci': 'Merci {{name}}.',
    'bot.only': 'Seulement en français.',
    'bot.near': 'Près de {{place}}: {{services}}.',
    'bot.days_one': '{{count}} jour',
    'bot.days_other': '{{count}} jours',
    'bot.hour': 'à {{hour}}',
    'bot.only_minor': 'Seulement pour toi, en français.',
    'bot.plain_minor': 'Tes besoins ?',
    'forms.yes': 'Oui',
    'forms.no': 'Non',
  },
  wo: {
    'bot.ask': 'Baax na? {{options}}. INFO',
    'bot.plain': 'Lan nga soxla?',
    'bot.plain_sms': 'Lan nga sokhla?',
    'bot.merci': 'Jërëjëf {{name}}.',
    'bot.days_other': '{{count}} fan',
    'forms.yes': 'Waaw',
    'forms.no': 'Déedéet',
    'forms.no_sms': 'Dédet',
  },
};

const locales: Locales = {
  languages: ['fr', 'wo'],
  texts: new Map(
    Object.entries(texts).map(([language, all]) => [language as TextLanguage, new Map(Object.entries(all))]),
  ),
  commands: new Map(),
  branches: new Map(),
  vocabularies: new Map(),
  meanings: new Map(),
  topics: [],
  reviews: { isReviewed: () => false, waiting: () => [], faults: [] },
  model: null,
  intentModel: null,
  dangerModel: null,
  yesNoModel: null,
};
const render = createRender(locales, { controller: 'BAOS', example_place: 'Kolda' });
const options = [
  { id: 'yes', digit: '1', key: 'forms.yes' },
  { id: 'no', digit: '2', key: 'forms.no' },
];

describe('putting says into words', () => {
  it('puts options in one line on SMS and on lines of their own on WhatsApp', () => {
    const say = { key: 'bot.ask', options };
    expect(render([say], 'fr', 'sms').text).toBe("D'accord ? 1 Oui 2 Non. INFO");
    expect(render([say], 'fr', 'whatsapp').text).toBe("D'accord ?\n1 Oui\n2 Non\nINFO");
    expect(render([{ key: 'bot.plain', options }], 'fr', 'sms').text).toBe('Besoins ? 1 Oui 2 Non');
    expect(render([say], 'fr', 'sms').options).toEqual([
      { id: 'yes', digit: '1', label: 'Oui' },
      { id: 'no', digit: '2', label: 'Non' },
    ]);
  });

  it('takes the spelling of the channel where a language has one', () => {
    const say = { key: 'bot.plain', options };
    expect(render([say], 'wo', 'sms').text).toBe('Lan nga sokhla? 1 Waaw 2 Dédet');
    expect(render([say], 'wo', 'whatsapp').text).toBe('Lan nga soxla?\n1 Waaw\n2 Déedéet');
  });

  it('speaks to children in words of their own where the language that is said has some', () => {
    const says = [{ key: 'bot.plain' }, { key: 'bot.only' }];
    expect(render(says, 'fr', 'sms', true).text).toBe('Tes besoins ? Seulement pour toi, en francais.');
    expect(render(says, 'fr', 'sms').text).toBe('Besoins ? Seulement en francais.');
    expect(render(says, 'wo', 'sms', true).text).toBe('Lan nga sokhla? Seulement pour toi, en francais.');
  });

  it('joins the says of a turn, and writes SMS within GSM', () => {
    const says = [{ key: 'bot.merci', values: { name: 'Ñuul' } }, { key: 'bot.plain' }];
    expect(render(says, 'wo', 'sms').text).toBe('Jerejef Ñuul. Lan nga sokhla?');
    expect(render(says, 'wo', 'whatsapp').text).toBe('Jërëjëf Ñuul.\n\nLan nga soxla?');
  });

  it('fills in says and lists in the same language', () => {
    const services = { list: [{ key: 'forms.yes' }, 'AJS', 3], join: ' / ' };
    const say = { key: 'bot.near', values: { place: { key: 'bot.hour', values: { hour: 9 } }, services } };
    expect(render([say], 'fr', 'sms').text).toBe('Près de à 9: Oui / AJS / 3.');
  });

  it('chooses the plural form, and falls back to French', () => {
    expect(render([{ key: 'bot.days', values: { count: 1 } }], 'fr', 'sms').text).toBe('1 jour');
    expect(render([{ key: 'bot.days', values: { count: 3 } }], 'fr', 'sms').text).toBe('3 jours');
    expect(render([{ key: 'bot.days', values: { count: 1 } }], 'wo', 'sms').text).toBe('1 fan');
    expect(render([{ key: 'bot.only' }], 'wo', 'whatsapp').text).toBe('Seulement en français.');
  });

  it('leaves what a person wrote as it is, whatever it looks like', () => {
    const name = '$t(bot.only) {{place}} {{options}} <b>';
    const say = { key: 'bot.merci', values: { name }, options };
    expect(render([say], 'fr', 'whatsapp').text).toBe(`Merci ${name}.\n1 Oui\n2 Non`);
    fc.assert(
      fc.property(fc.string(), (any) => {
        const text = render([{ key: 'bot.merci', values: { name: any } }], 'fr', 'whatsapp').text;
        expect(text).toBe(`Merci ${any}.`);
      }),
    );
  });
});
