import { describe, expect, it } from 'vitest';

import { focusFirstError } from './errors';

describe('the first error', () => {
  const page = document.createElement('div');
  document.body.append(page);
  page.innerHTML = `
    <fieldset data-field="anonymous">
      <div data-field="anonymous.total"><input id="total" /></div>
      <fieldset data-field="anonymous.genders"><input id="feminin" /><input id="masculin" /></fieldset>
    </fieldset>
    <div data-field="themes"><input id="themes" /></div>`;

  it.each([
    ['anonymous.genders', 'feminin'],
    ['anonymous', 'total'],
    ['themes', 'themes'],
  ])('%s puts the focus in %s', (field, focused) => {
    focusFirstError(page, [{ field, message: '' }]);
    expect(document.activeElement?.id).toBe(focused);
  });

  it('is the first in the order of the page, not of the rules', () => {
    focusFirstError(page, [
      { field: 'themes', message: '' },
      { field: 'anonymous.genders', message: '' },
    ]);
    expect(document.activeElement?.id).toBe('feminin');
  });
});
