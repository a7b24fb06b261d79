import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { pageTexts } from '../../src/api/page-texts.ts';
import { findPaths } from '../../src/config.ts';
import { loadLocales } from '../../src/language/locales.ts';

const paths = findPaths();
const locales = loadLocales(paths.locales);
const asked = (accepted: string, lang?: string) =>
  ({ headers: { 'accept-language': accepted }, query: lang ? { lang } : {} }) as unknown as FastifyRequest;

it("speaks the language that was chosen, else the browser's, else the country's", () => {
  const senegal = pageTexts(locales, { languages: ['fr', 'wo'] });
  const gambia = pageTexts(locales, { languages: ['en', 'mnk'] });
  expect(senegal(asked('')).language).toBe('fr');
  expect(gambia(asked('')).language).toBe('en');
  expect(senegal(asked('en-GB,en;q=0.9,fr;q=0.8')).language).toBe('en');
  expect(senegal(asked('en-GB', 'fr')).language).toBe('fr');
  expect(senegal(asked('de,xx', 'zz')).language).toBe('fr');
  const english = gambia(asked(''));
  expect(english('check.thanks', { service_name: 'Ndimbal' })).toBe(
    'Ndimbal thanks you. You can close this page.',
  );
  expect(english.others).toEqual([['fr', 'Français']]);
});

it('has every text that a page for actors names', () => {
  const named = ['check-page.tsx', 'listing-page.tsx'].flatMap((name) => {
    const code = readFileSync(join(paths.root, 'src', 'api', name), 'utf8');
    return [...code.matchAll(/\btext\('([\w.]+)'/g)].map((match) => `actors.${match[1]}`);
  });
  expect(named.length).toBeGreaterThan(10);
  for (const language of ['fr', 'en'] as const)
    expect(named.filter((key) => !locales.texts.get(language)?.has(key))).toEqual([]);
});
