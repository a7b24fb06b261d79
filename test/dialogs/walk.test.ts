import { beforeAll, describe, expect, test } from 'vitest';
import type { Directory } from '../../src/directory/directory.ts';
import { createUnderstanding } from '../../src/language/understand/understand.ts';
import { contextOf, locales, senegalDirectory } from './surroundings.ts';
import { type WordFor, walk, walkCommands } from './walk.ts';
import { walkDialogs, walkEvents } from './walk-dialogs.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await senegalDirectory();
});

const languages = ['fr', 'wo', 'ff', 'en'] as const;
const looks = ['sms', 'whatsapp'] as const;

describe.each(languages)('every way through the conversation in %s', (language) => {
  test.each(looks)('on %s there is no dead end, no missing text and none too long', (look) => {
    const { paths, states, texts, faults } = walk(contextOf({ directory, look, language }));
    console.log(`${language}, ${look}: ${paths} paths through ${states} states, ${texts.size} texts`);
    expect(faults).toEqual([]);
    expect(paths).toBeGreaterThan(1000);
  });

  test.each(looks)('on %s when it begins with a wish to be called', (look) => {
    const { faults } = walk(contextOf({ directory, look, language }), 'CALL');
    expect(faults).toEqual([]);
  });

  test.each(looks)('on %s with nobody on duty too', (look) => {
    const night = new Date('2026-11-28T23:30:00Z');
    const { faults } = walk(contextOf({ directory, look, language, onDuty: false, now: night }));
    expect(faults).toEqual([]);
  });

  test.each(looks)('on %s every dialog, begun for everybody in every way', (look) => {
    const { paths, states, texts, faults } = walkDialogs(contextOf({ directory, look, language }));
    console.log(
      `${language}, ${look}: ${paths} answers at ${states} states of all dialogs, ${texts.size} texts`,
    );
    expect(faults).toEqual([]);
    expect(paths).toBeGreaterThan(1000);
  });

  test.each(looks)('on %s whatever happens at the desk in between', (look) => {
    const { paths, faults } = walkEvents(contextOf({ directory, look, language }));
    console.log(`${language}, ${look}: ${paths} answers after events`);
    expect(faults).toEqual([]);
  });

  test.each(looks)('on %s the global words work everywhere', (look) => {
    const { paths, states, faults } = walkCommands(contextOf({ directory, look, language }));
    console.log(`${language}, ${look}: ${paths} times a global word, at ${states} kinds of state`);
    expect(faults).toEqual([]);
  });

  test.each(looks)('on %s in the words of the language, as a person types them', (look) => {
    const understand = createUnderstanding(locales, directory.places());
    const words = locales.commands.get(language)?.words ?? {};
    const context = { ...contextOf({ directory, look, language }), understand };
    // where a name is asked for, more than two words are an answer
    const short = (word: string) => word.split(' ').length <= 2;
    const wordFor: WordFor = (command) => words[command]?.find(short) ?? command.replaceAll('_', ' ');
    const { paths, states, faults } = walkCommands(context, 'Awa', wordFor);
    console.log(`${language}, ${look}: ${paths} times a word of the language, at ${states} kinds of state`);
    expect(faults).toEqual([]);
  });
});
