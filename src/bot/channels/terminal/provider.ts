import type { Outgoing } from '../../../messages/delivery.ts';
import type { Provider } from '../provider.ts';
import { silentVoiceNote } from '../simulator/voice-clip.ts';

/** The provider behind `npm run chat` and the written conversations: what is sent is taken out again in order. */
export interface Terminal extends Provider {
  /** What was sent since the last time. */
  take(): readonly Outgoing[];
}

export const terminalName = 'terminal';
/** The number that people in the terminal write to; nobody can call it. */
export const terminalNumber = '+221330000001';

/** Makes the provider; nothing of it leaves the process. */
export function createTerminal(): Terminal {
  const sent = new Map<number, string>();
  let waiting: Outgoing[] = [];
  return {
    name: terminalName,
    send: async (message) => {
      waiting.push(message);
      const providerId = `${terminalName}:out:${message.id}`;
      sent.set(message.id, providerId);
      return { sent: providerId };
    },
    find: async (message) => sent.get(message.id) ?? null,
    fetchMedia: async ({ url }) => ({
      bytes: silentVoiceNote(Number(url.slice(url.lastIndexOf('/') + 1))),
      contentType: 'audio/ogg',
    }),
    take: () => {
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
}
