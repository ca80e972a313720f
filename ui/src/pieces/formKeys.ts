/** The keys of an open form: one saves, one goes on, one goes to the next group, Escape closes and keeps the draft. */
import { useEffect, useRef, type RefObject } from 'react';

import { isShortcut } from '../kit';

interface Keys {
  save: () => void;
  /** « Enregistrer et suivant »; the same as saving when the form has no next. */
  next?: () => void;
  close: () => void;
  /** Where the groups of the form (`data-group`) are: F6 goes from one to the next, with Shift to the one before. */
  groups?: RefObject<HTMLElement | null>;
}

const STOP = ':is(input, select, textarea, [tabindex="0"], button):not([disabled], [tabindex="-1"])';

function goToGroup(root: HTMLElement | null | undefined, step: 1 | -1): boolean {
  const groups = [...(root?.querySelectorAll<HTMLElement>('[data-group]') ?? [])];
  // The narrowest: a group may hold others.
  const here = groups.findLastIndex((group) => group.contains(document.activeElement));
  const from = here < 0 && step < 0 ? groups.length : here;
  for (let at = from + step; at >= 0 && at < groups.length; at += step) {
    const stop = groups[at]?.querySelector<HTMLElement>(STOP);
    if (!stop) continue;
    stop.focus();
    return true;
  }
  return false;
}

/** A message that offers to undo is a dialog by role, but it is over nothing. */
const DIALOG = '[role="dialog"], [role="alertdialog"]:not([aria-modal="false"])';

const somethingOpen = () => document.querySelector(`${DIALOG}, [role="listbox"]`) !== null;

export function useFormKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const modified = (event: KeyboardEvent) => {
      if (isShortcut(event, 'group') && !document.querySelector(DIALOG)) {
        if (goToGroup(latest.current.groups?.current, event.shiftKey ? -1 : 1)) event.preventDefault();
        return;
      }
      const { save, next } = latest.current;
      const saves = isShortcut(event, 'save');
      if (!saves && !isShortcut(event, 'next')) return;
      event.preventDefault();
      event.stopPropagation();
      // A dialog over the form has its own fields to finish first.
      if (document.querySelector(DIALOG)) return;
      if (saves || !next) save();
      else next();
    };
    // What is open over the form (a list, a dialog) closes first. Asked before the key is handled,
    // since its own handler will have closed it.
    let busy = false;
    const before = (event: KeyboardEvent) => {
      if (isShortcut(event, 'close')) busy = somethingOpen();
    };
    const escape = (event: KeyboardEvent) => {
      if (isShortcut(event, 'close') && !busy && !event.defaultPrevented) latest.current.close();
    };
    document.addEventListener('keydown', modified, true);
    document.addEventListener('keydown', before, true);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('keydown', modified, true);
      document.removeEventListener('keydown', before, true);
      document.removeEventListener('keydown', escape);
    };
  }, []);
}
