/** Days to come, as people write them: « demain », « lundi », « 3/2 », « dans 2 semaines ». */
import { addDays, parseDay } from '../../kit';

const WEEKDAYS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];
const UNITS: Readonly<Record<string, number>> = { jour: 1, j: 1, semaine: 7, sem: 7 };

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

/** The same day of a later month, or its last when it has none. */
export function addMonths(iso: string, months: number): string {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** ISO 8601; null when it is not a day. A weekday, or a day without year, is the next one after `today`. */
export function parseComing(text: string, today: string): string | null {
  const typed = fold(text).replace(/\.$/, '');
  const later = /^(?:dans |\+ ?)(\d{1,3}) ?(jours?|j|semaines?|sem|mois|ans?)$/.exec(typed);
  if (later) {
    const [, number = '0', unit = ''] = later;
    const many = Number(number);
    if (unit === 'mois') return addMonths(today, many);
    if (unit.startsWith('an')) return addMonths(today, many * 12);
    return addDays(today, many * (UNITS[unit.replace(/s$/, '')] ?? 1));
  }
  if (/^[a-z]{3,}$/.test(typed)) {
    const weekday = WEEKDAYS.findIndex((name) => name.startsWith(typed));
    if (weekday >= 0) {
      const ahead = (weekday - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7;
      return addDays(today, ahead === 0 ? 7 : ahead);
    }
  }
  const read = parseDay(text, today);
  const yearless = /^\d{1,2}[/. -]\d{1,2}$|^\d{4}$/.test(typed);
  return read !== null && yearless && read < today ? addMonths(read, 12) : read;
}
