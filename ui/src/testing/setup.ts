/** Before each test file: a page as the browser gives it, and nothing left over from the last one. */
import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// happy-dom lacks what a layout would tell; the kit only needs an answer.
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.scrollTo = () => undefined;
if (!('CSS' in globalThis)) vi.stubGlobal('CSS', { escape: (text: string) => text });

afterEach(() => {
  cleanup();
  window.location.hash = '';
});
