import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dialogNames } from '../../src/dialogs/dialog.ts';
import { drawConversation } from './drawing.ts';
import { contextOf, senegalDirectory } from './surroundings.ts';

test('docs/conversation.md is what the dialogs and forms are now (npm run graph)', async () => {
  const directory = await senegalDirectory();
  const drawn = drawConversation(contextOf({ directory, look: 'whatsapp', language: 'fr' }));
  expect(readFileSync(new URL('../../docs/conversation.md', import.meta.url), 'utf8')).toBe(drawn);
  const silent = ['opted_out', 'waiting', 'requests', 'pass_on', 'followup', 'withdraw', 'move'];
  const missing = dialogNames.filter((name) => !silent.includes(name) && !drawn.includes(`\n### ${name}\n`));
  expect(missing).toEqual([]);
});
