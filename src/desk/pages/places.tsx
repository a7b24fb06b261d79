import type { FastifyInstance } from 'fastify';
import { queryOf } from '../form.ts';
import { type Desk, sendFragment } from '../page.tsx';
import { placeLabel, placesLike } from '../places.ts';

/** Suggestions for the field in which a place is typed. */
export function placeRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/places', async (request, reply) =>
    sendFragment(
      reply,
      placesLike(desk.directory, queryOf(request, 'place')).map((place) => (
        <option value={placeLabel(place)} />
      )),
    ),
  );
}
