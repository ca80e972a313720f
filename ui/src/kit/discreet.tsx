/**
 * Mode discret: whoever sits beside the screen reads nobody's name. Every name of a person on a
 * screen, in a label read aloud or in a message passes by here; the only one left whole is that of
 * the file which is open. Held in memory until the lock, never kept.
 */
import { useMemo, useSyncExternalStore } from 'react';

let hidden = false;
const listeners = new Set<() => void>();

export function setDiscreet(on: boolean): void {
  if (hidden === on) return;
  hidden = on;
  listeners.forEach((listener) => listener());
}

export const isDiscreet = (): boolean => hidden;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDiscreet(): boolean {
  return useSyncExternalStore(subscribe, isDiscreet);
}

/** What stands for somebody whose file went to a colleague, or was erased: no name. */
const NOBODY: readonly string[] = ['Personne transmise', 'Personne effacée'];

/** « Odette Lemarinel » → « O. L. »: enough for who knows, nothing for who reads over a shoulder. */
export function initialsOf(name: string): string {
  if (NOBODY.includes(name)) return name;
  const words = name.split(/[\s\u00a0]+/).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word = '') => `${String.fromCodePoint(word.normalize('NFC').codePointAt(0) ?? 0).toLocaleUpperCase('fr')}.`).join('\u00a0');
}

export interface Veil {
  hidden: boolean;
  /** A person's name as it may be shown now. */
  name: (name: string) => string;
  /** Words that tell who somebody is (phone, year of birth…): nothing while discreet. */
  words: (text: string) => string;
}

const OPEN: Veil = { hidden: false, name: (name) => name, words: (text) => text };
const CLOSED: Veil = { hidden: true, name: initialsOf, words: () => '' };

/** For labels read aloud, and lists whose lines are plain words. */
export function useVeil(): Veil {
  const discreet = useDiscreet();
  return useMemo(() => (discreet ? CLOSED : OPEN), [discreet]);
}

/** Somebody's name. */
export function PersonName({ name }: { name: string }) {
  const veil = useVeil();
  return <span data-person>{veil.name(name)}</span>;
}

/** The name of the person whose file is open: the one name that stays whole. */
export const openFileName = (name: string): string => name;
