import { beforeAll, describe, expect, test } from 'vitest';
import type { Directory } from '../../src/directory/directory.ts';
import { smsSize } from '../../src/language/sms.ts';
import { contextOf, senegalDirectory } from './surroundings.ts';
import { converseWith } from './walk.ts';

let directory: Directory;
beforeAll(async () => {
  directory = await senegalDirectory();
});

/** What a person has to send, word by word; the case must be in the queue before the last of it is used up. */
const ways = {
  'the quick way to a call': { most: 8, sends: ['Bonjour', '2', '1', '25', 'Kolda', '2', '3', 'Awa 15h'] },
  'the quick way to a message': { most: 8, sends: ['Bonjour', '1', '1', '4715', 'Missirah', '1', '2', '0'] },
  'being called back': { most: 4, sends: ['CALL', '1', '3 Awa 15h'] },
  'being called back instead of telling needs': { most: 8, sends: ['Bonjour', '1', '1', '0', '2 Modou 9h'] },
} as const;

describe.each(['fr', 'wo', 'ff', 'en'] as const)('in %s', (language) => {
  test.each(Object.entries(ways))(
    '%s costs few messages, each answered with one SMS',
    (_way, { most, sends }) => {
      const answers = converseWith(contextOf({ directory, look: 'sms', language }), sends);
      const queued = answers.findIndex(({ queued }) => queued) + 1;
      expect(queued).toBeGreaterThan(0);
      expect(queued).toBeLessThanOrEqual(most);
      expect(answers.length).toBeLessThanOrEqual(most);
      expect(answers.map(({ text }) => smsSize(text).segments)).toEqual(sends.map(() => 1));
    },
  );
});
