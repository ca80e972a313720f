/** How a record is named on the screen of exchanges, in the mode discret too. */
import type { Veil } from '../../kit';

/** What names nobody. */
const NAMELESS: readonly string[] = ['session', 'attendance', 'outcome', 'place'];

export function shownLabel({ table, label }: { table: string; label: string }, veil: Veil): string {
  if (!veil.hidden || NAMELESS.includes(table)) return label;
  return table === 'beneficiary' ? veil.name(label) : 'Élément';
}
