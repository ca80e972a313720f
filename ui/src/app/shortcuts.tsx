/** Shortcuts of everywhere, and the sheet that lists them all. */
import { useEffect } from 'react';

import { Button, Dialog } from '../kit';
import styles from './Frame.module.css';

interface Handlers {
  newSession: () => void;
  newWorkshop: () => void;
  lock: () => void;
  help: () => void;
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;

export function useShortcuts({ newSession, newWorkshop, lock, help }: Handlers): void {
  useEffect(() => {
    // Captured: the same keys do the same thing wherever the focus is, even in an open dialog.
    const pressed = (event: KeyboardEvent) => {
      const ctrl = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      if (ctrl && !event.shiftKey && !event.altKey && key === 'n') {
        event.preventDefault();
        newSession();
      } else if (ctrl && event.shiftKey && !event.altKey && key === 'n') {
        event.preventDefault();
        newWorkshop();
      } else if (ctrl && !event.shiftKey && !event.altKey && key === 'l') {
        event.preventDefault();
        lock();
      } else if (!ctrl && !event.altKey && event.key === '?' && !typing(event.target)) {
        event.preventDefault();
        help();
      }
    };
    document.addEventListener('keydown', pressed, true);
    return () => document.removeEventListener('keydown', pressed, true);
  }, [newSession, newWorkshop, lock, help]);
}

const LIST: readonly [keys: string, does: string][] = [
  ['Ctrl N', 'Nouvelle séance'],
  ['Ctrl Maj N', 'Nouvel atelier'],
  ['1 à 9', 'Dans les thèmes ou les durées : prendre la pastille de ce rang'],
  ['Ctrl ⏎', 'Enregistrer la séance et passer à la suivante'],
  ['F6', 'Aller au groupe de champs suivant ; avec Maj, au précédent'],
  ['Ctrl S', 'Enregistrer le formulaire ouvert'],
  ['Échap', 'Fermer le formulaire ; le brouillon est gardé'],
  ['Ctrl L', 'Verrouiller le carnet'],
  ['?', 'Cette liste'],
];

export function ShortcutSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Raccourcis du clavier" isOpen={isOpen} onClose={onClose}>
      <dl className={styles.shortcuts}>
        {LIST.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.close}>
        <Button autoFocus shortcut="Échap" onPress={onClose}>
          Fermer
        </Button>
      </div>
    </Dialog>
  );
}
