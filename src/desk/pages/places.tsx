import type { FastifyInstance } from 'fastify';
import { queryOf } from '../form.ts';
import { type Desk, pageContext, sendFragment } from '../page.tsx';
import { placeLabels, placesLike } from '../places.ts';

/** Suggestions for the field in which a place is typed. */
export function placeRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/places', async (request, reply) => {
    const labels = placeLabels(desk.directory, pageContext(request, reply, desk).t);
    const found = placesLike(desk.directory, queryOf(request, 'place'));
    return sendFragment(
      reply,
      found.map((place) => <option value={labels.get(place) ?? place.name} />),
    );
  });
}
