/** Autonomy over time, one small drawing for each theme, each with its table. */
import { useId } from 'react';

import { count, dayInField } from '../../kit';
import { AUTONOMIES, labelOf, themeLabel, type AutonomyPoint, type ThemeAutonomy } from '../../platform';
import { href } from '../router';
import styles from './followup.module.css';

/** Short enough to stand beside the drawing; the table has the profession's own labels. */
const SHORT = ['Autonome', 'Guidage au besoin', 'Avec guidage'] as const;

const levelOf = ({ autonomy }: AutonomyPoint) => AUTONOMIES.find(({ value }) => value === autonomy)?.stars ?? 1;

export function AutonomyCharts({ themes }: { themes: readonly ThemeAutonomy[] }) {
  return (
    <div className={styles.charts}>
      {themes.map(({ theme, points }) => (
        <Chart key={theme} title={themeLabel(theme)} points={points} />
      ))}
    </div>
  );
}

/** From the left edge, percent: by day, or by rank when all are of one day. */
export function positions(points: readonly AutonomyPoint[]): number[] {
  const days = points.map(({ date }) => Date.parse(`${date}T00:00:00Z`));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const spread = (part: number) => 5 + 90 * part;
  if (points.length === 1) return [50];
  return days.map((day, rank) => spread(last > first ? (day - first) / (last - first) : rank / (points.length - 1)));
}

function summaryOf(points: readonly AutonomyPoint[]): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  const level = (point: AutonomyPoint) => `« ${labelOf(AUTONOMIES, point.autonomy)} »`;
  if (points.length === 1) return `${level(first)} le ${dayInField(first.date)}`;
  return `de ${level(first)} le ${dayInField(first.date)} à ${level(last)} le ${dayInField(last.date)}, en ${count(points.length, 'séance')}`;
}

function Chart({ title, points }: { title: string; points: readonly AutonomyPoint[] }) {
  const id = useId();
  const at = positions(points);
  const height = (point: AutonomyPoint) => 116.5 - 33 * levelOf(point);
  const [first, last] = [points[0], points.at(-1)];
  return (
    <figure className={styles.chart} aria-labelledby={id}>
      <figcaption id={id}>
        <strong>{title}</strong>
        <span className={styles.muted}>{summaryOf(points)}</span>
      </figcaption>
      <div className={styles.plot}>
        <div className={styles.levels} aria-hidden>
          {SHORT.map((label) => (
            <span key={label}>{label}</span>
          ))}
        </div>
        <svg className={styles.drawing} role="img" aria-label={`Autonomie, ${title} : ${summaryOf(points)}`}>
          {[17.5, 50.5, 83.5].map((y) => (
            <line key={y} className={styles.gridline} x1="0" x2="100%" y1={`${y}%`} y2={`${y}%`} />
          ))}
          {points.slice(1).map((point, index) => {
            const before = points[index];
            if (!before) return null;
            return (
              <line
                key={`${point.session} ${index}`}
                className={styles.curve}
                x1={`${at[index] ?? 0}%`}
                y1={`${height(before)}%`}
                x2={`${at[index + 1] ?? 0}%`}
                y2={`${height(point)}%`}
              />
            );
          })}
          {points.map((point, index) => (
            <circle key={`${point.session} ${index}`} className={styles.point} cx={`${at[index] ?? 0}%`} cy={`${height(point)}%`} r="5" />
          ))}
        </svg>
        <div className={styles.axis} data-one={points.length === 1} aria-hidden>
          <span>{first ? dayInField(first.date) : ''}</span>
          {last && points.length > 1 ? <span>{dayInField(last.date)}</span> : null}
        </div>
      </div>
      <div className={styles.tableBox} role="region" aria-label={`Tableau : ${title}`} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Séance du</th>
              <th scope="col">Niveau d’autonomie</th>
            </tr>
          </thead>
          <tbody>
            {[...points].reverse().map((point) => (
              <tr key={point.session}>
                <td>
                  <a href={href({ name: 'session', id: point.session })}>{dayInField(point.date)}</a>
                </td>
                <td>{labelOf(AUTONOMIES, point.autonomy)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
