/** A long list is gone through from any of its rows, without reaching the buttons. */
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';

import { PAGE, Pages } from './Pages';

function Long({ total }: { total: number }) {
  const [offset, setOffset] = useState(0);
  const rows = Array.from({ length: Math.min(PAGE, total - offset) }, (_, row) => offset + row + 1);
  return (
    <>
      <ul aria-label="Lignes">
        {rows.map((row) => (
          <li key={row}>
            <button>{row}</button>
          </li>
        ))}
      </ul>
      <Pages total={total} offset={offset} onOffset={setOffset} />
    </>
  );
}

it('goes on, comes back, and stops at the ends', async () => {
  const user = userEvent.setup();
  render(<Long total={250} />);
  screen.getByRole('button', { name: '40' }).focus();
  await user.keyboard('{Control>}{PageUp}{/Control}');
  expect(document.activeElement?.textContent).toBe('40');
  await user.keyboard('{Control>}{PageDown}{/Control}');
  expect(document.activeElement).toBe(screen.getByRole('list', { name: 'Lignes' }));
  await user.tab();
  expect(document.activeElement?.textContent).toBe('101');
  await user.keyboard('{Control>}{PageDown}{PageDown}{PageDown}{/Control}');
  expect(screen.getAllByRole('listitem')).toHaveLength(50);
  await user.keyboard('{Control>}{PageUp}{/Control}');
  await user.tab();
  expect(document.activeElement?.textContent).toBe('101');
});

it('leaves the keys alone in a list that fits', async () => {
  const user = userEvent.setup();
  render(<Long total={3} />);
  screen.getByRole('button', { name: '2' }).focus();
  await user.keyboard('{Control>}{PageDown}{/Control}');
  expect(document.activeElement?.textContent).toBe('2');
});
