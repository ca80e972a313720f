/**
 * What a person did in the lock screen of the page itself (verrou.html), before this one took its
 * place. Nothing of it is kept anywhere else.
 */
export interface Early {
  typed: string;
  /** She pressed Enter, or the button. */
  sent: boolean;
}

const NOTHING: Early = { typed: '', sent: false };

/** To be asked while the page's own lock screen still stands. */
export function early(): Early {
  // At build time there is no page yet (prerendered.tsx).
  if (typeof document === 'undefined') return NOTHING;
  const form = document.querySelector<HTMLFormElement>('form[data-early]');
  const field = form?.querySelector('input');
  return form && field ? { typed: field.value, sent: form.dataset['early'] === 'sent' } : NOTHING;
}
