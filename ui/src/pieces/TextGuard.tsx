/** Warns under a free text that looks like what must never be kept; it refuses and changes nothing. */
import { Notice, useRested } from '../kit';
import { useAnswer } from '../platform';
import styles from './TextGuard.module.css';

export function TextGuard({ text }: { text: string }) {
  const rested = useRested(text.trim(), 400);
  const answer = useAnswer('text_check', { text: rested }, { enabled: rested !== '', fresh: true, keepPrevious: true });
  const warnings = rested === '' ? [] : (answer.data ?? []);
  return (
    <div role="status" className={styles.guard}>
      {warnings.length > 0 ? (
        <Notice>
          {warnings.map(({ kind, message }) => (
            <p key={kind}>{message}</p>
          ))}
        </Notice>
      ) : null}
    </div>
  );
}
