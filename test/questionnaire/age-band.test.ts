import { expect, it } from 'vitest';
import { findPaths } from '../../src/config.ts';
import { loadForms } from '../../src/dialogs/forms.ts';
import { adultBands, ageBandOf, ageBands } from '../../src/questionnaire/age-band.ts';

it('keeps ages in the bands of the full form', () => {
  const { forms } = loadForms(findPaths().forms);
  const question = Object.values(forms)
    .flatMap((form) => form.questions)
    .find(({ name }) => name === 'age');
  expect(question?.bands).toEqual(adultBands);
  expect([17, ...adultBands].map(ageBandOf)).toEqual(ageBands);
});
