import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadLocales } from '../../src/language/locales.ts';
import { readTopics } from '../../src/language/topics.ts';

const locales = fileURLToPath(new URL('../../locales/', import.meta.url));

const sheet = `---
title: Papiers
group: papers
order: 1
needs: [documents]
words: ['papier']
sources: [{ address: 'https://example.org', date: '2025-06' }]
facts: { price: { value: '1000 F', date: '2025-06' } }
read: '2026-11-21'
checked: null
---

Un papier coûte {{price}}.

{{medical}}
`;

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'topics-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('the information sheets of this project', () => {
  const { topics, faults } = readTopics(locales);

  test('are in order, at least fourteen, each with sources and their dates', () => {
    expect(faults).toEqual([]);
    expect(topics.length).toBeGreaterThanOrEqual(14);
    expect(topics.filter(({ sources }) => sources.some(({ date }) => date === ''))).toEqual([]);
  });

  test('are texts like any other, with their title and pages', () => {
    const texts = loadLocales(locales).texts.get('fr');
    const missing = topics.filter(
      ({ id, pages }) => !texts?.has(`topics.${id}.title`) || !texts.has(`topics.${id}.page_${pages}`),
    );
    expect(missing).toEqual([]);
  });

  test('keep figures and telephone numbers under facts, where their date stands', () => {
    const french = loadLocales(locales).texts.get('fr') ?? new Map<string, string>();
    const pages = [...french].filter(([key]) => /^topics\..*page_/.test(key));
    expect(pages.filter(([, text]) => /\d{4,}|\d{3} \d|\d F\b|1515|\b116\b/.test(text))).toEqual([]);
  });
});

describe('reading a sheet', () => {
  test('takes what is common from the French sheet and the words from each', () => {
    const wolof = "---\ntitle: Këyit\nwords: ['kayit']\n---\n\nKëyit: {{price}}.\n\n{{medical}}\n";
    const { topics, texts, faults } = readTopics(
      folder({ 'fr/topics/papers.md': sheet, 'wo/topics/papers.md': wolof }),
    );
    expect(faults).toEqual([]);
    expect(topics).toMatchObject([
      { id: 'papers', group: 'papers', pages: 2, words: ['papier', 'kayit'], checked: null },
    ]);
    expect(texts.get('wo')?.get('topics.papers.page_1')).toBe('Këyit: {{price}}.');
  });

  test('tells every fault with its file', () => {
    const long = sheet.replace('Un papier coûte', 'Un papier coûte beaucoup '.repeat(8));
    const { faults } = readTopics(
      folder({
        'fr/topics/long.md': long,
        'fr/topics/unknown.md': sheet.replace('{{price}}', '{{prize}}'),
        'fr/topics/group.md': sheet.replace('group: papers', 'group: paper'),
        'fr/topics/bare.md': 'Un papier.',
        'wo/topics/alone.md': '---\ntitle: Kenn\n---\n\nKenn.\n',
      }),
    );
    const told = faults.map(({ file, message }) => `${file} ${message}`);
    expect(told).toEqual([
      expect.stringMatching(/^locales\/fr\/topics\/bare.md begins with/),
      expect.stringMatching(/^locales\/fr\/topics\/group.md group:/),
      expect.stringMatching(/^locales\/fr\/topics\/long.md paragraph 1 takes \d+ letters/),
      expect.stringMatching(/^locales\/fr\/topics\/unknown.md \{\{prize}} is neither under facts/),
      expect.stringMatching(/^locales\/wo\/topics\/alone.md is not in fr/),
    ]);
  });
});
