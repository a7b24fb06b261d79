import type { Need } from '../language/understanding.ts';
import type { Country } from './country.ts';
import type { Place } from './directory.ts';
import type { Outline } from './outlines.ts';

/**
 * The columns of the plain table of actors: what a pack's `actors.csv` has, what the spreadsheet template offers. One
 * line is one service at one place. A heading may be written in either language. Without `id` a line is known by
 * organization and town; without `evidence` it is not verified; without `areas` it serves the département of its place.
 */
export const actorColumns = [
  { name: 'id', french: 'identifiant', required: false },
  { name: 'organization', french: 'organisme', required: true },
  { name: 'service', french: 'service', required: false },
  { name: 'acronym', french: 'sigle', required: false },
  { name: 'short_name', french: 'nom court', required: false },
  { name: 'kind', french: 'nature', required: false },
  { name: 'completes', french: 'complète', required: false },
  { name: 'services', french: 'prestations', required: true },
  { name: 'needs', french: 'besoins', required: false },
  { name: 'coverage', french: 'zone desservie', required: false },
  { name: 'areas', french: 'codes des zones', required: false },
  { name: 'place', french: 'lieu', required: false },
  { name: 'town', french: 'ville', required: false },
  { name: 'address', french: 'adresse', required: false },
  { name: 'latitude', french: 'latitude', required: false },
  { name: 'longitude', french: 'longitude', required: false },
  { name: 'confidential', french: 'lieu confidentiel', required: false },
  { name: 'phone', french: 'téléphone', required: false },
  { name: 'phone_free', french: 'appel gratuit', required: false },
  { name: 'line', french: 'ligne d’urgence', required: false },
  { name: 'whatsapp', french: 'whatsapp du service', required: false },
  { name: 'email', french: 'courriel', required: false },
  { name: 'hours', french: 'horaires (texte)', required: false },
  { name: 'opening', french: 'horaires', required: false },
  { name: 'cost', french: 'coût', required: false },
  { name: 'languages', french: 'langues', required: false },
  { name: 'minimum_age', french: 'âge minimum', required: false },
  { name: 'maximum_age', french: 'âge maximum', required: false },
  { name: 'eligibility', french: 'public', required: false },
  { name: 'documents', french: 'pièces à apporter', required: false },
  { name: 'how_to_refer', french: 'comment référer', required: false },
  { name: 'accepts_referrals', french: 'accepte les référencements', required: false },
  { name: 'capacity', french: 'places', required: false },
  { name: 'evidence', french: 'niveau de preuve', required: false },
  { name: 'source_status', french: 'constat', required: false },
  { name: 'source_url', french: 'source', required: false },
  { name: 'source_date', french: 'date de la source', required: false },
  { name: 'assured_date', french: 'vérifié le', required: false },
  { name: 'assurer', french: 'vérifié par', required: false },
  { name: 'notes', french: 'notes', required: false },
] as const;

export type ActorColumn = (typeof actorColumns)[number]['name'];

/** One line of the table, every column there, empty where nothing stands. */
export type ActorCells = Readonly<Record<ActorColumn, string>>;

/** What the lines of a table of actors are checked against. */
export interface ActorGround {
  readonly country: Country;
  readonly places: readonly Place[];
  readonly outlines: readonly Outline[];
  /** Wording of a service → the needs that it answers. */
  readonly needsOf: ReadonlyMap<string, readonly Need[]>;
  /** 2026-11-21; absent: nothing is held against the calendar, a pack reads the same on every day. */
  readonly today?: string;
}

export interface Actor {
  readonly line: number;
  readonly cells: ActorCells;
}
