import './styles/tokens.css';
import './styles/base.css';

import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

import { App } from './app/App';
import { askDoors } from './app/doors';
import { createQueryClient, type Platform } from './platform';
import { choosePlatform } from './platform/choose';

async function hostOfThisPage(): Promise<Platform> {
  // Looking at screens while drawing them; the branch is cut out of production bundles.
  if (import.meta.env.DEV && window.location.search.includes('fake')) {
    return (await import('./testing/fakePlatform')).demonstrationPlatform(window.location.search);
  }
  return choosePlatform();
}

async function start(root: HTMLElement): Promise<void> {
  const platform = await hostOfThisPage();
  const client = createQueryClient();
  // What the page shows by itself stays until it is known which door to show.
  await askDoors(platform, client);
  // At once: what was typed into the page's own lock screen passes into ours between two keys.
  flushSync(() => {
    createRoot(root).render(
      <StrictMode>
        <App platform={platform} client={client} />
      </StrictMode>,
    );
  });
}

const root = document.getElementById('root');
if (root) void start(root);
