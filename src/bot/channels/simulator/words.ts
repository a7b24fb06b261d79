/** The words of the page itself (not of the bot), French and English. */
export interface PageWords {
  readonly lang: 'fr' | 'en';
  readonly title: string;
  readonly intro: string;
  readonly desk: string;
  readonly addPerson: string;
  readonly name: string;
  readonly add: string;
  readonly remove: string;
  readonly onDuty: string;
  readonly look: string;
  readonly write: string;
  readonly send: string;
  readonly attach: string;
  readonly shareLocation: string;
  readonly coordinates: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly record: string;
  readonly stopRecording: string;
  readonly cannedVoice: string;
  readonly voiceNote: string;
  readonly position: string;
  readonly start: string;
  readonly quiet: string;
  readonly typing: string;
  readonly answers: string;
  readonly offline: string;
  readonly notSent: string;
  readonly segments: (count: number) => string;
  readonly characters: (count: number) => string;
  readonly status: Readonly<Record<string, string>>;
}

const french: PageWords = {
  lang: 'fr',
  title: 'Simulateur',
  intro:
    'Écrivez comme une personne de retour. Les messages prennent le même chemin que sur WhatsApp ou par SMS ; rien ne sort de cette machine.',
  desk: 'Bureau des conseillers',
  addPerson: 'Ajouter une personne',
  name: 'Prénom',
  add: 'Ajouter',
  remove: 'Retirer ce téléphone',
  onDuty: 'Personne de garde',
  look: 'Canal',
  write: 'Message',
  send: 'Envoyer',
  attach: 'Joindre',
  shareLocation: 'Partager une position',
  coordinates: 'Autre position',
  latitude: 'Latitude',
  longitude: 'Longitude',
  record: 'Enregistrer un vocal',
  stopRecording: 'Envoyer le vocal',
  cannedVoice: 'Vocal de 40 s',
  voiceNote: 'Vocal',
  position: 'Position',
  start: 'Pour commencer',
  quiet:
    'Pas de réponse automatique : un conseiller tient la conversation, ou la personne ne veut plus rien recevoir.',
  typing: 'écrit…',
  answers: 'Réponses proposées',
  offline: 'Connexion perdue, nouvel essai…',
  notSent: "Le message n'est pas parti. Réessayez.",
  segments: (count) => (count === 1 ? '1 SMS' : `${count} SMS`),
  characters: (count) => `${count} signes`,
  status: {
    sent: 'envoyé',
    accepted: 'reçu par le service',
    delivered: 'remis',
    read: 'lu',
    failed: 'échec',
    undelivered: 'non remis',
  },
};

const english: PageWords = {
  lang: 'en',
  title: 'Simulator',
  intro:
    'Write as a person who has come back. Messages take the same way as on WhatsApp or by SMS; nothing leaves this machine.',
  desk: "Caseworkers' desk",
  addPerson: 'Add a person',
  name: 'First name',
  add: 'Add',
  remove: 'Remove this phone',
  onDuty: 'Person on duty',
  look: 'Channel',
  write: 'Message',
  send: 'Send',
  attach: 'Attach',
  shareLocation: 'Share a location',
  coordinates: 'Another position',
  latitude: 'Latitude',
  longitude: 'Longitude',
  record: 'Record a voice note',
  stopRecording: 'Send the voice note',
  cannedVoice: 'Voice note of 40 s',
  voiceNote: 'Voice note',
  position: 'Location',
  start: 'To begin',
  quiet: 'No automatic answer: a caseworker holds the conversation, or the person wants no more messages.',
  typing: 'is typing…',
  answers: 'Answers offered',
  offline: 'Connection lost, trying again…',
  notSent: 'The message did not leave. Try again.',
  segments: (count) => (count === 1 ? '1 SMS' : `${count} SMS`),
  characters: (count) => `${count} characters`,
  status: {
    sent: 'sent',
    accepted: 'received by the service',
    delivered: 'delivered',
    read: 'read',
    failed: 'failed',
    undelivered: 'not delivered',
  },
};

/** French unless the browser asks for English first. */
export function pageWords(acceptLanguage: string | undefined): PageWords {
  return /^\s*en\b/i.test(acceptLanguage ?? '') ? english : french;
}
