/** « brouillon enregistré à 11:42 », or why not. */
import { TriangleAlert } from 'lucide-react';

import { clock, sentencesFor } from '../kit';
import type { DraftStatus } from './draft';
import styles from './pieces.module.css';

export function DraftLine({ status }: { status: DraftStatus }) {
  if (status.failure) {
    const { what, todo } = sentencesFor(status.failure);
    return (
      <span role="alert" className={styles.draftFailure}>
        <TriangleAlert aria-hidden /> Brouillon non enregistré. {what} {todo}
      </span>
    );
  }
  return (
    <span className={styles.draft} aria-live="off">
      {status.savedAt ? `brouillon enregistré à ${clock(status.savedAt)}` : ''}
    </span>
  );
}
