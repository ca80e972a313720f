/** A long list by windows of a hundred, which comes just before: where one is, and the way on. */
import { useEffect, useRef } from 'react';

import { Button } from './Button';
import { figure } from './format';
import { Actions, Muted } from './Screen';
import { isShortcut } from './shortcuts';

/** Rows asked for at once. */
export const PAGE = 100;

interface PagesProps {
  total: number;
  offset: number;
  onOffset: (offset: number) => void;
}

export function Pages({ total, offset, onOffset }: PagesProps) {
  const nav = useRef<HTMLElement>(null);
  const before = offset > 0 ? Math.max(0, offset - PAGE) : null;
  const after = offset + PAGE < total ? offset + PAGE : null;

  // From any row: the buttons are a hundred rows away.
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const to = isShortcut(event, 'next_page') ? after : isShortcut(event, 'previous_page') ? before : null;
      if (to === null || document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      onOffset(to);
      // The row that had the focus goes; the next Tab is on the first one.
      const list = nav.current?.previousElementSibling;
      if (list instanceof HTMLElement) {
        list.tabIndex = -1;
        list.focus();
        list.scrollIntoView({ block: 'start' });
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [before, after, onOffset]);

  if (total <= PAGE) return null;
  return (
    <nav aria-label="Pages" ref={nav}>
      <Actions>
        <Button dense isDisabled={before === null} onPress={() => before !== null && onOffset(before)}>
          Les {PAGE} précédentes
        </Button>
        <Muted>
          {figure(offset + 1)} à {figure(Math.min(total, offset + PAGE))} sur {figure(total)}
        </Muted>
        <Button dense isDisabled={after === null} onPress={() => after !== null && onOffset(after)}>
          Les {PAGE} suivantes
        </Button>
      </Actions>
    </nav>
  );
}
