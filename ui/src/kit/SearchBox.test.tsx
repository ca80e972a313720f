/** A list of answers that come late must open all the same, and what was typed stays. */
import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';

import { SearchBox, type Hit } from './SearchBox';

const ODETTE: Hit = { id: 'b-1', label: 'Odette Lemarinel' };

/** A field whose answers come when the test says so. */
function open() {
  let arrive: (hits: Hit[]) => void = () => undefined;
  const picked: string[] = [];
  function Field() {
    const [query, setQuery] = useState('');
    const [hits, setHits] = useState<Hit[]>([]);
    arrive = setHits;
    return (
      <main>
        <SearchBox label="Qui" query={query} onQuery={setQuery} hits={hits} onPick={(id) => picked.push(id)} nothing="Recherche…" />
        <button>Ailleurs</button>
      </main>
    );
  }
  render(<Field />);
  return { arrive: (hits: Hit[]) => act(() => arrive(hits)), picked, user: userEvent.setup(), field: screen.getByRole<HTMLInputElement>('combobox', { name: 'Qui' }) };
}

it('opens on answers that come after the page moved under the fingers', async () => {
  const { arrive, picked, user, field } = open();
  await user.type(field, 'lema');
  // At large text the page goes to the field by itself, and tells it a moment later.
  fireEvent.scroll(document.querySelector('main') ?? document);
  arrive([ODETTE]);
  expect(field.value).toBe('lema');
  await screen.findByRole('option', { name: 'Odette Lemarinel' });
  fireEvent.scroll(document);
  await user.keyboard('{ArrowDown}{Enter}');
  expect(picked).toEqual(['b-1']);
});

it('keeps the words when Enter comes before the answers', async () => {
  const { arrive, user, field } = open();
  await user.type(field, 'lema{Enter}');
  arrive([ODETTE]);
  expect(field.value).toBe('lema');
  await screen.findByRole('option', { name: 'Odette Lemarinel' });
});

it('is closed and emptied by Escape, and by leaving it', async () => {
  const { arrive, user, field } = open();
  await user.type(field, 'lema{Escape}');
  arrive([ODETTE]);
  expect(field.value).toBe('');
  expect(screen.queryByRole('option')).toBeNull();
  await user.type(field, 'lema');
  await screen.findByRole('option', { name: 'Odette Lemarinel' });
  await user.tab();
  expect(field.value).toBe('');
  expect(screen.queryByRole('option')).toBeNull();
});
