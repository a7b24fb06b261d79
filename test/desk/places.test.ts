import { describe, expect, it } from 'vitest';
import { findPaths } from '../../src/config.ts';
import { placeLabels, placeMeant, placesLike } from '../../src/desk/places.ts';
import { deskTexts } from '../../src/desk/texts.ts';
import { createDirectory } from '../../src/directory/create-directory.ts';
import { loadLocales } from '../../src/language/locales.ts';
import { senegalSnapshot } from '../directory/senegal.ts';

const t = deskTexts(loadLocales(findPaths().locales), 'fr');
const directory = createDirectory(await senegalSnapshot(), () => new Date());

describe('places on the desk', () => {
  it('have each a label of their own that leads back to them', () => {
    const labels = placeLabels(directory, t);
    expect(new Set(labels.values()).size).toBe(directory.places().length);
    for (const place of ['Thiès', 'Pikine', 'Vélingara', 'Missirah'].flatMap((name) =>
      placesLike(directory, name),
    ))
      expect([labels.get(place), placeMeant(directory, labels.get(place)!, t)?.id]).toEqual([
        labels.get(place),
        place.id,
      ]);
  });

  it.each([
    ['Thiès', 'Thiès'],
    ['thies', 'Thiès'],
    ['Pikine', 'Pikine'],
    ['Vélingara', 'Vélingara'],
    ['velingarra', 'Vélingara'],
    ['Tambakounda', 'Tambacounda'],
  ])('%s is the town of %s', (typed, name) => {
    const place = placeMeant(directory, typed, t);
    expect([place?.name, ['town', 'commune'].includes(place?.level ?? '')]).toEqual([name, true]);
  });

  it('two towns of one name are asked back, and so is what is no name', () => {
    expect(placeMeant(directory, 'Missirah', t)).toBe(null);
    expect(placeMeant(directory, 'xxxxxxxx', t)).toBe(null);
  });
});
