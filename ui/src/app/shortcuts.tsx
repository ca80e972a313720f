/** Shortcuts of everywhere, and the sheet that lists them all: both from the one list of the kit. */
import { useEffect } from 'react';

import { Button, Dialog, EVERYWHERE, isShortcut, isSingle, keysOf, listened, SHORTCUTS, type EverywhereId, type Where } from '../kit';
import styles from './Frame.module.css';

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;

export function useShortcuts(handlers: Readonly<Record<EverywhereId, () => void>>): void {
  useEffect(() => {
    // Captured: the same keys do the same thing wherever the focus is, even in an open dialog.
    const pressed = (event: KeyboardEvent) => {
      const shortcut = EVERYWHERE.find(({ id }) => isShortcut(event, id));
      if (!shortcut || (isSingle(keysOf(shortcut.id)) && typing(event.target))) return;
      event.preventDefault();
      handlers[shortcut.id]();
    };
    document.addEventListener('keydown', pressed, true);
    return () => document.removeEventListener('keydown', pressed, true);
  }, [handlers]);
}

const PLACES: readonly [Where, string][] = [
  ['partout', 'Partout'],
  ['formulaire', 'Dans un formulaire'],
  ['pastilles', 'Dans les pastilles'],
  ['listes', 'Dans une longue liste'],
  ['relances', 'Dans les relances'],
];

export function ShortcutSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Raccourcis du clavier" isOpen={isOpen} onClose={onClose}>
      {PLACES.map(([where, label]) => (
        <section key={where} aria-label={label} className={styles.shortcutGroup}>
          <h3>{label}</h3>
          <dl className={styles.shortcuts}>
            {SHORTCUTS.filter((shortcut) => shortcut.where === where).map((shortcut) => (
              <div key={shortcut.id}>
                <dt>
                  {keysOf(shortcut.id) === '' ? '—' : <kbd>{keysOf(shortcut.id)}</kbd>}
                </dt>
                <dd>
                  {shortcut.does}
                  {listened(shortcut.id) ? '' : ' (désactivé dans les réglages)'}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className={styles.note}>Ces touches se changent dans Réglages ; celles d’un seul caractère s’y désactivent.</p>
      <div className={styles.close}>
        <Button autoFocus shortcut="close" onPress={onClose}>
          Fermer
        </Button>
      </div>
    </Dialog>
  );
}
