/** The eight basics, before and now, side by side. */
import { Equal, MoveDownRight, MoveUpRight } from 'lucide-react';

import { dayInField } from '../../kit';
import { BASIC_LEVELS, BASICS, type BasicLevel, type FollowUpItem, type NeedsAssessmentForm } from '../../platform';
import styles from './followup.module.css';

const pointsOf = (level: BasicLevel | undefined) => BASIC_LEVELS.find(({ value }) => value === level)?.points ?? 0;

/** Diagnostics by day, oldest first; those of one day in the order they were noted. */
export function byDay(items: readonly FollowUpItem[]): NeedsAssessmentForm[] {
  const forms = [...items].reverse().flatMap(({ form }) => (form.kind === 'needs_assessment' ? [form.form] : []));
  return forms.sort((a, b) => (a.date ?? '').localeCompare(b.date ?? ''));
}

export function AssessmentTable({ items }: { items: readonly FollowUpItem[] }) {
  const forms = byDay(items);
  const [first, last] = [forms[0], forms.at(-1)];
  if (!first || !last) return null;
  const compared = first !== last;
  const day = (form: NeedsAssessmentForm) => (form.date ? dayInField(form.date) : '');
  return (
    <div className={styles.tableBox} role="region" aria-label="Diagnostic, avant et maintenant" tabIndex={0}>
      <table className={styles.table}>
        <caption className="visually-hidden">Ce que la personne dit savoir faire{compared ? ', au premier diagnostic et au dernier' : ''}</caption>
        <thead>
          <tr>
            <th scope="col">Savoir-faire</th>
            {compared ? <th scope="col">Avant · {day(first)}</th> : null}
            <th scope="col">
              {compared ? 'Maintenant' : 'Réponse'} · {day(last)}
            </th>
            {compared ? <th scope="col">Évolution</th> : null}
          </tr>
        </thead>
        <tbody>
          {BASICS.map(({ value, label }) => (
            <tr key={value}>
              <th scope="row">{label}</th>
              {compared ? (
                <td>
                  <Level level={first.answers[value]} />
                </td>
              ) : null}
              <td>
                <Level level={last.answers[value]} />
              </td>
              {compared ? (
                <td>
                  <Change before={pointsOf(first.answers[value])} now={pointsOf(last.answers[value])} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Level({ level }: { level: BasicLevel | undefined }) {
  const points = pointsOf(level);
  if (points === 0) return <span className={styles.muted}>sans réponse</span>;
  return (
    <span className={styles.level}>
      <svg className={styles.dots} viewBox="0 0 46 10" aria-hidden>
        {[1, 2, 3, 4].map((rank) => (
          <circle key={rank} cx={12 * rank - 7} cy="5" r="4" className={rank <= points ? styles.dotFull : styles.dotEmpty} />
        ))}
      </svg>
      {BASIC_LEVELS.find(({ value }) => value === level)?.label}
    </span>
  );
}

/** Worse, the same, better: told by words and by a sign, not by colour alone. */
const CHANGES = [
  [MoveDownRight, 'en recul', styles.late],
  [Equal, 'pareil', styles.muted],
  [MoveUpRight, 'en progrès', styles.better],
] as const;

function Change({ before, now }: { before: number; now: number }) {
  if (before === 0 || now === 0) return <span className={styles.muted}>—</span>;
  const [Icon, words, tone] = CHANGES[Math.sign(now - before) + 1] ?? CHANGES[1];
  return (
    <span className={`${styles.change} ${tone}`}>
      <Icon aria-hidden />
      {words}
    </span>
  );
}
