/** Keys as a person presses them to change a shortcut: which they are, and whether they may be taken. */
import { isSingle, keysOf, SHORTCUTS, usualKeysOf, type Pressed, type ShortcutId } from './shortcuts';

/** What writing, moving about and the window itself need. */
const RESERVED: Readonly<Record<string, string>> = {
  'Ctrl A': 'tout sélectionner',
  'Ctrl C': 'copier',
  'Ctrl X': 'couper',
  'Ctrl V': 'coller',
  'Ctrl Maj V': 'coller',
  'Ctrl Z': 'annuler la frappe',
  'Ctrl Maj Z': 'rétablir la frappe',
  'Ctrl Y': 'rétablir la frappe',
  'Ctrl P': 'imprimer',
  'Ctrl R': 'recharger la fenêtre',
  'Ctrl Maj R': 'recharger la fenêtre',
  F5: 'recharger la fenêtre',
  'Ctrl F5': 'recharger la fenêtre',
  'Ctrl W': 'fermer la fenêtre',
  'Ctrl Q': 'quitter Escale',
  'Ctrl +': 'agrandir',
  'Ctrl -': 'réduire',
  'Ctrl 0': 'revenir à la taille normale',
  F10: 'ouvrir le menu de la fenêtre',
  F11: 'mettre en plein écran',
  F12: 'les outils de la fenêtre',
};

const MODIFIERS: readonly string[] = ['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead', 'Process', 'Unidentified'];

/**
 * The keys pressed, as the sheet writes them: « Ctrl Maj N ». Null while only modifiers are held;
 * keys that no shortcut is made of are 'other'.
 */
export function chordOf(event: Pressed): string | null {
  if (MODIFIERS.includes(event.key)) return null;
  const ctrl = event.ctrlKey || event.metaKey;
  const named = event.key === 'Enter' ? '⏎' : event.key;
  const usable = named === '⏎' ? ctrl : /^F([1-9]|1[0-2])$/.test(named) || /^[^\s\p{C}]$/u.test(named);
  if (event.altKey || !usable) return 'other';
  const key = /^.$/u.test(named) ? named.toLocaleUpperCase('fr') : named;
  // A character typed alone is itself, whatever key of the keyboard gives it.
  const shift = event.shiftKey && (ctrl || key.length > 1);
  return [ctrl ? 'Ctrl' : '', shift ? 'Maj' : '', key].filter(Boolean).join(' ');
}

const shiftless = (keys: string) => keys.replace('Maj ', '');

/** Two shortcuts that one press would mean. The groups of a form are gone through with and without Shift. */
function collide(id: ShortcutId, keys: string, other: ShortcutId, others: string): boolean {
  if (other === 'digits') return /^[1-9]$/.test(keys);
  return id === 'group' || other === 'group' ? shiftless(keys) === shiftless(others) : keys === others;
}

/** Why these keys may not be those of this shortcut; nothing when they may. */
export function refusal(id: ShortcutId, keys: string): string | null {
  if (keys === 'other') return 'Ces touches ne peuvent pas servir de raccourci. Essayez Ctrl avec une lettre, ou une touche de F1 à F9.';
  const reserved = RESERVED[keys];
  if (reserved !== undefined) return `«\u202f${keys}\u202f» est réservé\u202f: ${reserved}. Essayez d’autres touches.`;
  const taken = SHORTCUTS.find((other) => other.id !== id && collide(id, keys, other.id, keysOf(other.id)));
  if (taken) return `«\u202f${keys}\u202f» est déjà pris\u202f: ${taken.does}. Essayez d’autres touches.`;
  if (isSingle(keys) && !isSingle(usualKeysOf(id))) {
    return 'Un caractère seul sert à écrire. Essayez avec Ctrl, ou une touche de F1 à F9.';
  }
  return null;
}
