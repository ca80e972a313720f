/** Forgiving reading of what a person types for a duration or a day. The Rust rules judge the result. */
import { addDays } from './format';

const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();

/** Minutes of « 45 », « 45 min », « 1h15 », « 1 h », « 1:15 », « 1,5h »; null when it is not a duration. */
export function parseDuration(text: string): number | null {
  const typed = fold(text);
  let match = /^(\d{1,4}) ?(?:mn|min|minutes?|m)?$/.exec(typed);
  if (match) return positive(Number(match[1]));
  match = /^(\d{1,2}) ?(?:h|heures?|:) ?(\d{1,2})? ?(?:mn|min|minutes?|m)?$/.exec(typed);
  if (match) {
    const minutes = Number(match[2] ?? 0);
    return minutes > 59 ? null : positive(Number(match[1]) * 60 + minutes);
  }
  match = /^(\d{1,2})[.,](\d{1,2}) ?(?:h|heures?)$/.exec(typed);
  if (match) return positive(Math.round(Number(`${match[1]}.${match[2]}`) * 60));
  return null;
}

const positive = (minutes: number) => (minutes > 0 ? minutes : null);

const WEEKDAYS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];

/**
 * The day of « hier », « lun », « 3/2 », « 03022026 », « 2026-02-03 », as ISO 8601; null when it is
 * not a day. A weekday, or a day without year, is the latest one not after `today`.
 */
export function parseDay(text: string, today: string): string | null {
  const typed = fold(text).replace(/\.$/, '');
  if (/^(aujourd['’]?hui|auj)$/.test(typed)) return today;
  if (typed === 'hier') return addDays(today, -1);
  if (/^avant[ -]hier$/.test(typed)) return addDays(today, -2);
  if (typed === 'demain') return addDays(today, 1);

  if (/^[a-z]{3,}$/.test(typed)) {
    const weekday = WEEKDAYS.findIndex((name) => name.startsWith(typed));
    if (weekday < 0) return null;
    const back = (new Date(`${today}T00:00:00Z`).getUTCDay() - weekday + 7) % 7;
    return addDays(today, -(back === 0 ? 7 : back));
  }

  let match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(typed);
  if (match) return valid(Number(match[1]), Number(match[2]), Number(match[3]));

  match = /^(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{2}|\d{4}))?$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{2}|\d{4})?$/.exec(typed);
  if (!match) return null;
  const [dayOfMonth, month] = [Number(match[1]), Number(match[2])];
  if (match[3] !== undefined) {
    return valid(match[3].length === 2 ? 2000 + Number(match[3]) : Number(match[3]), month, dayOfMonth);
  }
  const year = Number(today.slice(0, 4));
  const thisYear = valid(year, month, dayOfMonth);
  return thisYear !== null && thisYear <= today ? thisYear : (valid(year - 1, month, dayOfMonth) ?? thisYear);
}

function valid(year: number, month: number, dayOfMonth: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return real && year >= 1900 && year < 2200 ? date.toISOString().slice(0, 10) : null;
}
