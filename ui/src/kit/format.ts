/**
 * Dates, times and numbers as French screens write them. Days are ISO strings (`2026-11-24`) and
 * never pass through a time zone; instants are RFC 3339, shown in the time of this computer: a
 * laptop in Saint-Denis de La Réunion is not in Paris.
 */
const LOCALE = 'fr-FR';
/** Narrow no-break space, before ; : ! ? and inside quotation marks. */
export const NNBSP = '\u202f';

const day = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: 'UTC' });
const instant = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE, options);

const DAY_WORDS = day({ weekday: 'long', day: 'numeric', month: 'long' });
const DAY_YEAR = day({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const DAY_FIELD = day({ day: '2-digit', month: '2-digit', year: 'numeric' });
const CLOCK = instant({ hour: '2-digit', minute: '2-digit' });
const PARTS = instant({ year: 'numeric', month: '2-digit', day: '2-digit' });

const midnight = (iso: string) => new Date(`${iso}T00:00:00Z`);
const first = (text: string) => text.replace(/\b1 (?=\p{L})/u, '1er ');

/** « mardi 24 novembre », with the year when it is not that of `today`. */
export function dayInWords(iso: string, today?: string): string {
  const format = today?.slice(0, 4) === iso.slice(0, 4) ? DAY_WORDS : DAY_YEAR;
  return first(format.format(midnight(iso)));
}

/** « JJ/MM/AAAA » */
export function dayInField(iso: string): string {
  return DAY_FIELD.format(midnight(iso));
}

/** « 14:02 » */
export function clock(rfc3339: string): string {
  return CLOCK.format(new Date(rfc3339));
}

/** « 14 h 02 », in sentences. */
export function clockInWords(rfc3339: string): string {
  return clock(rfc3339).replace(':', '\u00a0h\u00a0');
}

/** The local day of an instant, ISO 8601. */
export function dayOf(rfc3339: string | Date): string {
  const part = Object.fromEntries(PARTS.formatToParts(new Date(rfc3339)).map((p) => [p.type, p.value]));
  return `${part['year']}-${part['month']}-${part['day']}`;
}

/** « 14:02 » today, « hier 18:04 », « 21/11/2026 18:04 » before. */
export function when(rfc3339: string, now: Date = new Date()): string {
  const that = dayOf(rfc3339);
  const today = dayOf(now);
  if (that === today) return clock(rfc3339);
  if (that === addDays(today, -1)) return `hier ${clock(rfc3339)}`;
  return `${dayInField(that)} ${clock(rfc3339)}`;
}

export function addDays(iso: string, days: number): string {
  const date = midnight(iso);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** « 30 min », « 1 h », « 1 h 30 » */
export function minutesInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest}\u00a0min`;
  return rest === 0 ? `${hours}\u00a0h` : `${hours}\u00a0h\u00a0${String(rest).padStart(2, '0')}`;
}

/** « 40 secondes », « 2 minutes » */
export function waitInWords(seconds: number): string {
  if (seconds < 90) return count(seconds, 'seconde');
  return count(Math.ceil(seconds / 60), 'minute');
}

const NUMBER = new Intl.NumberFormat(LOCALE);

export function figure(value: number): string {
  return NUMBER.format(value);
}

/** « 0 séance », « 1 séance », « 2 séances »: French counts zero in the singular. */
export function count(value: number, singular: string, plural = `${singular}s`): string {
  return `${figure(value)}\u00a0${Math.abs(value) < 2 ? singular : plural}`;
}
