/**
 * Every shortcut, once: what the sheet lists is what the handlers listen to. Those of one
 * character can be switched off (WCAG 2.1.4): a dictation program types them by accident.
 */
export type Where = 'partout' | 'formulaire' | 'pastilles' | 'relances';

interface Shortcut {
  id: string;
  where: Where;
  /** As a person reads them, and as buttons show them. */
  keys: string;
  does: string;
  /** One character, without Ctrl. */
  single?: true;
}

export const SHORTCUTS = [
  { id: 'palette', where: 'partout', keys: 'Ctrl K', does: 'Rechercher une personne, un lieu, une séance, une action' },
  { id: 'new_session', where: 'partout', keys: 'Ctrl N', does: 'Nouvelle séance' },
  { id: 'new_workshop', where: 'partout', keys: 'Ctrl Maj N', does: 'Nouvel atelier' },
  { id: 'discreet', where: 'partout', keys: 'Ctrl H', does: 'Mode discret : cacher ou montrer les noms' },
  { id: 'lock', where: 'partout', keys: 'Ctrl L', does: 'Verrouiller le carnet' },
  { id: 'help', where: 'partout', keys: 'F1', does: 'Aide' },
  { id: 'shortcuts', where: 'partout', keys: '?', does: 'Cette liste', single: true },
  { id: 'next', where: 'formulaire', keys: 'Ctrl ⏎', does: 'Enregistrer la séance et passer à la suivante' },
  { id: 'save', where: 'formulaire', keys: 'Ctrl S', does: 'Enregistrer le formulaire ouvert' },
  { id: 'group', where: 'formulaire', keys: 'F6', does: 'Aller au groupe de champs suivant ; avec Maj, au précédent' },
  { id: 'close', where: 'formulaire', keys: 'Échap', does: 'Fermer le formulaire ; le brouillon est gardé' },
  { id: 'digits', where: 'pastilles', keys: '1 à 9', does: 'Dans les thèmes ou les durées : prendre la pastille de ce rang', single: true },
  { id: 'done', where: 'relances', keys: 'F', does: 'Dans les relances, sur la ligne choisie : c’est fait', single: true },
  { id: 'postpone', where: 'relances', keys: 'R', does: 'Dans les relances, sur la ligne choisie : reporter d’une semaine', single: true },
] as const satisfies readonly Shortcut[];

export type ShortcutId = (typeof SHORTCUTS)[number]['id'];
/** Those that work wherever one is. */
export type EverywhereId = Extract<(typeof SHORTCUTS)[number], { where: 'partout' }>['id'];

export const EVERYWHERE = SHORTCUTS.filter((shortcut) => shortcut.where === 'partout');

let singles = true;

/** Whether shortcuts of one character are listened to. */
export function setSingleKeys(on: boolean): void {
  singles = on;
}

export const singleKeysOn = (): boolean => singles;

export function keysOf(id: ShortcutId): string {
  return SHORTCUTS.find((shortcut) => shortcut.id === id)?.keys ?? '';
}

const NAMES: Readonly<Record<string, string>> = { '⏎': 'enter', Échap: 'escape' };

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Is this key press that shortcut? Never for one of one character that is switched off. */
export function isShortcut(event: Pressed, id: ShortcutId): boolean {
  const shortcut: Shortcut | undefined = SHORTCUTS.find((known) => known.id === id);
  if (!shortcut || (shortcut.single && !singles)) return false;
  const parts = shortcut.keys.split(' ');
  const ctrl = parts.includes('Ctrl');
  if (event.altKey || ctrl !== (event.ctrlKey || event.metaKey)) return false;
  if (id === 'digits') return /^[1-9]$/.test(event.key);
  const wanted = parts.at(-1) ?? '';
  // « ? » is typed with Shift on most keyboards; F6 goes back with it.
  const shift = parts.includes('Maj');
  if (shift !== event.shiftKey && !shortcut.single && id !== 'group') return false;
  return event.key.toLowerCase() === (NAMES[wanted] ?? wanted.toLowerCase());
}
