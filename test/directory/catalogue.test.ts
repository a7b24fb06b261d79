import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../src/directory/catalogue.ts';
import { senegalSnapshot, today } from './senegal.ts';

const snapshot = await senegalSnapshot();
const catalogue = catalogueOf(snapshot, today);
const names = (text: string, more = {}) => catalogue.search({ text, ...more }).map((line) => line.shortName);
const keyed = (key: string) => snapshot.records.services.find((service) => service.key === key)!.id;

describe('searching the directory on the desk', () => {
  it.each([
    ['boutique kolda', 'Boutique de droit AJS'],
    ['BOUTIQUE KÓLDA', 'Boutique de droit AJS'],
    ['boutiqe kolda', 'Boutique de droit AJS'],
    ['medina droit', 'Boutique de droit AJS'],
    ['gindi', 'Centre Ginddi'],
    ['carit', 'Caritas PARI Dakar'],
    ['338220153', 'Caritas PARI Dakar'],
    ['psychiatri thiaroye', 'Psychiatrie Thiaroye'],
  ])('“%s” finds it first', (text, expected) => {
    expect(names(text)[0]).toBe(expected);
  });

  it('finds nothing where nothing fits, and everything when nothing was typed', () => {
    expect(names('zzzzz')).toEqual([]);
    expect(catalogue.search({})).toHaveLength(259);
    expect(catalogue.search({ retired: true })).toHaveLength(260);
  });

  it('narrows by need, area, standing and what is due', () => {
    expect(names('', { need: 'documents', area: 'SN0701', standing: 'destination' })).toEqual([
      'Boutique de droit AJS',
    ]);
    expect(catalogue.search({ due: true })).toHaveLength(259);
    expect(catalogue.search({ standing: 'destination' }).every((line) => line.phone)).toBe(true);
  });

  it('gives the cells of an entry for the form', () => {
    expect(catalogue.cells(keyed('ajs-kolda'))).toMatchObject({
      id: 'ajs-kolda',
      phone: '800 805 805',
      needs: expect.stringContaining('documents'),
    });
    expect(catalogue.cells('nothing')).toBeNull();
  });

  it('points out what may be the same', () => {
    const doubles = catalogue.doubles().map(({ because, serviceIds }) => `${because} ${serviceIds.length}`);
    expect(doubles).toContain('name 2');
    const rufisque = [keyed('mj-rufisque'), keyed('upd-mj-rufisque')];
    expect(
      catalogue.doubles().some(({ serviceIds }) => rufisque.every((id) => serviceIds.includes(id))),
    ).toBe(true);
  });
});
