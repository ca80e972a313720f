/**
 * Every shortcut, once: what the sheet lists is what the handlers listen to. A person changes the
 * keys of each (chords.ts says which may be taken), and may switch off those of one character
 * (WCAG 2.1.4): a dictation program types them by accident.
 */
import { useSyncExternalStore } from 'react';

export type Where = 'partout' | 'formulaire' | 'pastilles' | 'listes' | 'relances';

interface Shortcut {
  id: string;
  where: Where;
  /** As a person reads them, and as buttons show them. */
  keys: string;
  does: string;
  /** Its keys are part of how the thing works: they are not changed. */
  fixed?: true;
}

export const SHORTCUTS = [
  { id: 'palette', where: 'partout', keys: 'Ctrl K', does: 'Rechercher une personne, un lieu, une séance, une action' },
  { id: 'new_session', where: 'partout', keys: 'Ctrl N', does: 'Nouvelle séance' },
  { id: 'new_workshop', where: 'partout', keys: 'Ctrl Maj N', does: 'Nouvel atelier' },
  { id: 'discreet', where: 'partout', keys: 'Ctrl H', does: 'Mode discret : cacher ou montrer les noms' },
  { id: 'lock', where: 'partout', keys: 'Ctrl L', does: 'Verrouiller le carnet' },
  { id: 'help', where: 'partout', keys: 'F1', does: 'Aide' },
  { id: 'shortcuts', where: 'partout', keys: '?', does: 'Cette liste' },
  { id: 'next', where: 'formulaire', keys: 'Ctrl ⏎', does: 'Enregistrer la séance et passer à la suivante' },
  { id: 'save', where: 'formulaire', keys: 'Ctrl S', does: 'Enregistrer le formulaire ouvert' },
  { id: 'group', where: 'formulaire', keys: 'F6', does: 'Aller au groupe de champs suivant ; avec Maj, au précédent' },
  { id: 'close', where: 'formulaire', keys: 'Échap', does: 'Fermer le formulaire ; le brouillon est gardé', fixed: true },
  { id: 'digits', where: 'pastilles', keys: '1 à 9', does: 'Dans les thèmes ou les durées : prendre la pastille de ce rang', fixed: true },
  { id: 'next_page', where: 'listes', keys: 'Ctrl Page↓', does: 'Dans une longue liste, passer aux cent lignes suivantes', fixed: true },
  { id: 'previous_page', where: 'listes', keys: 'Ctrl Page↑', does: 'Dans une longue liste, revenir aux cent lignes précédentes', fixed: true },
  { id: 'done', where: 'relances', keys: 'F', does: 'Dans les relances, sur la ligne choisie : c’est fait' },
  { id: 'postpone', where: 'relances', keys: 'R', does: 'Dans les relances, sur la ligne choisie : reporter d’une semaine' },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof SHORTCUTS)[number]['id'];
/** Those that work wherever one is. */
export type EverywhereId = Extract<(typeof SHORTCUTS)[number], { where: 'partout' }>['id'];

export const EVERYWHERE = SHORTCUTS.filter((shortcut) => shortcut.where === 'partout');

const LIST: readonly Shortcut[] = SHORTCUTS;

/** What a person chose: keys by shortcut, and whether those of one character are listened to. */
let chosen: Readonly<Record<string, string>> = {};
let singles = true;
let edition = 0;
const listeners = new Set<() => void>();

function tell(): void {
  edition += 1;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether shortcuts of one character are listened to. */
export function setSingleKeys(on: boolean): void {
  if (on === singles) return;
  singles = on;
  tell();
}

/** The keys a person chose, as the settings keep them. What this version does not know is left aside. */
export function setShortcuts(keys: Readonly<Record<string, string>>): void {
  const known = LIST.filter(({ id, fixed }) => !fixed && keys[id] !== undefined && keys[id] !== '');
  chosen = Object.fromEntries(known.map(({ id }) => [id, keys[id] ?? '']));
  tell();
}

export const singleKeysOn = (): boolean => singles;

export const usualKeysOf = (id: ShortcutId): string => LIST.find((shortcut) => shortcut.id === id)?.keys ?? '';

/** The keys of a shortcut, as they are read; none when a person gave its usual ones to another. */
export function keysOf(id: ShortcutId): string {
  const mine = chosen[id];
  if (mine !== undefined) return mine;
  const usual = usualKeysOf(id);
  return Object.values(chosen).includes(usual) ? '' : usual;
}

/** One character, without Ctrl. */
export const isSingle = (keys: string): boolean => keys === '1 à 9' || /^.$/u.test(keys);

/** Whether pressing it does something now. */
export const listened = (id: ShortcutId): boolean => keysOf(id) !== '' && (singles || !isSingle(keysOf(id)));

const edited = () => edition;

/** For what shows keys: drawn again when a person changes them. */
export const useChosenKeys = (): number => useSyncExternalStore(subscribe, edited, edited);

/** The keys to show beside what they do; nothing when they are not listened to. */
export function useKeys(id: ShortcutId | undefined): string | undefined {
  useChosenKeys();
  return id !== undefined && listened(id) ? keysOf(id) : undefined;
}

const NAMES: Readonly<Record<string, string>> = { '⏎': 'enter', Échap: 'escape', 'Page↓': 'pagedown', 'Page↑': 'pageup' };

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Is this key press that shortcut? Never for one of one character that is switched off. */
export function isShortcut(event: Pressed, id: ShortcutId): boolean {
  if (!listened(id)) return false;
  const keys = keysOf(id);
  const parts = keys.split(' ');
  const ctrl = parts.includes('Ctrl');
  if (event.altKey || ctrl !== (event.ctrlKey || event.metaKey)) return false;
  if (id === 'digits') return /^[1-9]$/.test(event.key);
  const wanted = parts.at(-1) ?? '';
  // « ? » is typed with Shift on most keyboards; the groups are gone through backwards with it.
  const shift = parts.includes('Maj');
  if (shift !== event.shiftKey && !isSingle(keys) && id !== 'group') return false;
  return event.key.toLowerCase() === (NAMES[wanted] ?? wanted.toLowerCase());
}
