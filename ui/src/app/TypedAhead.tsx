/**
 * What is typed between the key that opens the palette and the palette: its script may still be on
 * its way in the first instants. The letters are kept for its field, and reach nothing else.
 */
import { useLayoutEffect } from 'react';

/** Letters kept; null once the field has taken them. */
export interface Kept {
  current: string | null;
}

export function TypedAhead({ kept, onClose }: { kept: Kept; onClose: () => void }) {
  useLayoutEffect(() => {
    const take = (event: KeyboardEvent) => {
      if (kept.current === null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') onClose();
      else if (event.key === 'Backspace') kept.current = kept.current.slice(0, -1);
      else if (event.key.length === 1) kept.current += event.key;
    };
    window.addEventListener('keydown', take, { capture: true });
    return () => window.removeEventListener('keydown', take, { capture: true });
  }, [kept, onClose]);
  return null;
}
