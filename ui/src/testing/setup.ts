/** Before each test file: a page as the browser gives it, and nothing left over from the last one. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

import { setDiscreet } from '../kit/discreet';
import { clearToasts } from '../kit/toast';

// happy-dom lacks what a layout would tell; the kit only needs an answer.
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.scrollTo = () => undefined;
// The kit asks whether a root is a Document of its window; here the window's class is another one.
const page: object = document;
if (!(page instanceof window.Document)) Object.defineProperty(window, 'Document', { value: page.constructor, configurable: true });
if (!('CSS' in globalThis)) vi.stubGlobal('CSS', { escape: (text: string) => text });

// A failing query says what it looked for, not the whole page.
configure({ getElementError: (message) => new Error((message ?? 'element not found').split('\n\n')[0]), asyncUtilTimeout: 3_000 });

document.title = 'Escale';
document.documentElement.lang = 'fr';

afterEach(() => {
  cleanup();
  clearToasts();
  setDiscreet(false);
  window.location.hash = '';
});
