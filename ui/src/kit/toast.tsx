/** Messages that offer to undo, ten seconds, and nothing else: the rest is said where it happens. */
import { X } from 'lucide-react';
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
  Text,
} from 'react-aria-components';

import { Button } from './Button';
import { useVeil, type Veil } from './discreet';
import styles from './toast.module.css';

/** How long an action may be undone from its message. */
export const UNDO_MS = 10_000;

/** A message, or what makes it from names as they may be shown: `(name) => …`. */
type Words = string | ((name: Veil['name']) => string);

interface UndoToast {
  text: Words;
  undo: () => void;
}

const queue = new ToastQueue<UndoToast>({ maxVisibleToasts: 2 });

export function offerUndo(text: Words, undo: () => void): void {
  queue.add({ text, undo }, { timeout: UNDO_MS });
}

/** A closed notebook shows nothing of what was done in it. */
export function clearToasts(): void {
  queue.clear();
}

export function Toasts() {
  const veil = useVeil();
  return (
    <ToastRegion queue={queue} className={styles['region'] ?? ''} aria-label="Annulations possibles">
      {({ toast }) => (
        <AriaToast toast={toast} className={styles['toast'] ?? ''}>
          <ToastContent className={styles['content'] ?? ''}>
            <Text slot="title">{typeof toast.content.text === 'string' ? toast.content.text : toast.content.text(veil.name)}</Text>
          </ToastContent>
          <Button
            dense
            tone="primary"
            onPress={() => {
              toast.content.undo();
              queue.close(toast.key);
            }}
          >
            Annuler
          </Button>
          <Button dense tone="quiet" slot="close" icon={X}>
            Fermer
          </Button>
        </AriaToast>
      )}
    </ToastRegion>
  );
}
