import { expect, it } from 'vitest';
import { nameFault } from '../../src/cli/doctor.ts';
import { readConfig } from '../../src/config.ts';

it('says when the name of the controller makes the question of consent two SMS long', () => {
  expect(nameFault(readConfig({}))).toBeNull();
  const long = readConfig({ CONTROLLER_NAME: 'Organisation pour le retour' });
  expect(nameFault(long)).toMatch(/two SMS long in fr, wo, ff, en/);
});
