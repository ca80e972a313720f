/** Messages that offer to undo, ten seconds, and nothing else (but that it failed): the rest is said where it happens. */
import { X } from 'lucide-react';
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
  Text,
} from 'react-aria-components';

import { failureOf } from '../platform';
import { Button } from './Button';
import { useVeil, type Veil } from './discreet';
import { sentencesFor } from './failures';
import styles from './toast.module.css';

/** How long an action may be undone from its message. */
export const UNDO_MS = 10_000;

/** A message, or what makes it from names as they may be shown: `(name) => …`. */
type Words = string | ((name: Veil['name']) => string);

/** No more than these at once: an older offer goes, it does not wait to come back. */
export const MOST = 3;

interface UndoToast {
  text: Words;
  /** Absent from a message that an undoing failed. */
  undo?: () => unknown;
}

const queue = new ToastQueue<UndoToast>({ maxVisibleToasts: MOST });
let shown: string[] = [];

function show(toast: UndoToast): void {
  const key = queue.add(toast, {
    timeout: UNDO_MS,
    onClose: () => {
      shown = shown.filter((other) => other !== key);
    },
  });
  shown = [...shown, key];
  shown.slice(0, -MOST).forEach((oldest) => queue.close(oldest));
}

/** Says what was done, by its name, and offers to take it back. */
export function offerUndo(text: Words, undo: () => unknown): void {
  show({ text, undo });
}

async function takeBack(undo: () => unknown): Promise<void> {
  try {
    await undo();
  } catch (reason) {
    const { what, safe, todo } = sentencesFor(failureOf(reason));
    show({ text: `L’annulation n’a pas abouti. ${what} ${safe} ${todo}` });
  }
}

/** A closed notebook shows nothing of what was done in it. */
export function clearToasts(): void {
  shown = [];
  queue.clear();
}

function Undo({ toast: { undo }, onDone }: { toast: UndoToast; onDone: () => void }) {
  if (!undo) return null;
  return (
    <Button
      dense
      tone="primary"
      onPress={() => {
        onDone();
        void takeBack(undo);
      }}
    >
      Annuler
    </Button>
  );
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
          <Undo toast={toast.content} onDone={() => queue.close(toast.key)} />
          <Button dense tone="quiet" slot="close" icon={X}>
            Fermer
          </Button>
        </AriaToast>
      )}
    </ToastRegion>
  );
}
