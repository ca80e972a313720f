import './styles/tokens.css';
import './styles/base.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app/App';
import { choosePlatform } from './platform/choose';
import type { Platform } from './platform';

async function hostOfThisPage(): Promise<Platform> {
  // Looking at screens while drawing them; the branch is cut out of production bundles.
  if (import.meta.env.DEV && window.location.search.includes('fake')) {
    return (await import('./testing/fakePlatform')).demonstrationPlatform(window.location.search);
  }
  return choosePlatform();
}

const root = document.getElementById('root');
if (root) {
  void hostOfThisPage().then((platform) => {
    createRoot(root).render(
      <StrictMode>
        <App platform={platform} />
      </StrictMode>,
    );
  });
}
