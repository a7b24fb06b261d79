// npm run graph: draws every dialog and form into docs/conversation.md.
import { writeFileSync } from 'node:fs';
import { drawConversation } from '../test/dialogs/drawing.ts';
import { contextOf, senegalDirectory } from '../test/dialogs/surroundings.ts';

const directory = await senegalDirectory();
writeFileSync(
  'docs/conversation.md',
  drawConversation(contextOf({ directory, look: 'whatsapp', language: 'fr' })),
);
console.log('docs/conversation.md is current.');
