import { QueryClientProvider } from '@tanstack/react-query';
import { act, screen, waitFor } from '@testing-library/react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { afterEach, beforeEach, expect, test } from 'vitest';


import { createQueryClient, PlatformProvider } from '../../platform';
import { createFakePlatform, PASSPHRASE } from '../../testing/fakePlatform';
import { lockScreen } from './prerendered';
import { Unlock } from './Unlock';

let root: HTMLElement;
let unmount = () => {};

beforeEach(() => {
  root = document.createElement('div');
  root.innerHTML = lockScreen();
  document.body.append(root);
});

afterEach(() => {
  unmount();
  root.remove();
});

function takeOver() {
  const platform = createFakePlatform({ phase: 'locked' });
  const place = createRoot(root);
  unmount = () => act(() => place.unmount());
  act(() =>
    flushSync(() =>
      place.render(
        <QueryClientProvider client={createQueryClient()}>
          <PlatformProvider value={platform}>
            <Unlock state={platform.state} />
          </PlatformProvider>
        </QueryClientProvider>,
      ),
    ),
  );
  return platform;
}

const field = () => screen.getByLabelText<HTMLInputElement>('Phrase de passe');

test('the page’s own lock screen looks and speaks like the one that takes its place', () => {
  const text = root.textContent;
  const looks = (element: Element) => [...element.querySelectorAll('[class]')].map((e) => `${e.tagName}.${e.className}`);
  const before = looks(root);
  expect(field()).toHaveProperty('type', 'password');
  takeOver();
  expect(root.textContent).toBe(text);
  expect(looks(root)).toEqual(before);
});

test('a passphrase begun in it goes on in the one that takes its place', () => {
  field().value = 'moulin bri';
  const platform = takeOver();
  expect(field().value).toBe('moulin bri');
  expect(field().selectionEnd).toBe('moulin bri'.length);
  expect(platform.callsOf('unlock')).toEqual([]);
});

test('Enter pressed in it opens the notebook once', async () => {
  field().value = PASSPHRASE;
  // What public/early.js notes.
  root.querySelector('form')?.setAttribute('data-early', 'sent');
  const platform = takeOver();
  await waitFor(() => expect(platform.callsOf('unlock')).toEqual([{ passphrase: PASSPHRASE }]));
});
