/**
 * Forgiving reading of what a person types for a duration or a day, while it is typed. The Rust room
 * reads the same words (`domain::time_words`); both are held to `crates/domain/data/time-words.json`.
 * The rules of the form judge the result.
 */
import { addDays } from './format';

const DAY_MINUTES = 24 * 60;

const PARTS: Readonly<Record<string, number>> = {
  '¼': 15, '1/4': 15, "quartd'": 15, "unquartd'": 15,
  '½': 30, '1/2': 30, 'demi-': 30, demi: 30, 'unedemi-': 30, unedemi: 30,
  '¾': 45, '3/4': 45, "3/4d'": 45, "troisquartsd'": 45,
};
const AFTER: Readonly<Record<string, number>> = {
  '': 0, '¼': 15, '1/4': 15, etquart: 15, '½': 30, '1/2': 30, etdemie: 30, etdemi: 30, '¾': 45, '3/4': 45,
};

const whole = (digits: string) => (/^\d{1,4}$/.test(digits) ? Number(digits) : null);

/** Minutes of « 45 », « 45 min », « 1h15 », « 1:15 », « 1,5h », « 1 h ¼ », « une demi-heure »; null when it is not a duration. */
export function parseDuration(text: string): number | null {
  const typed = text.toLowerCase().replace(/\s/g, '').replace(/,/g, '.').replace(/:/g, 'h').replace(/’/g, "'");
  const at = typed.indexOf('h');
  const minutes = at < 0 ? whole(withoutMinutes(typed)) : hoursAndMinutes(typed.slice(0, at), typed.slice(at + 1).replace(/^(eures|eure|rs|r)/, ''));
  return minutes !== null && minutes > 0 && minutes < DAY_MINUTES ? minutes : null;
}

const withoutMinutes = (text: string) => text.replace(/(minutes|minute|mins|min|mn|m|')$/, '');

function hoursAndMinutes(hours: string, rest: string): number | null {
  const part = PARTS[hours];
  if (part !== undefined) return rest === '' ? part : null;
  const after = withoutMinutes(rest);
  const decimal = /^(\d{1,2})\.(\d{1,2})$/.exec(hours);
  if (decimal) return after === '' ? Number(decimal[1]) * 60 + Math.round(Number(`0.${decimal[2]}`) * 60) : null;
  const full = hours === 'une' ? 1 : whole(hours);
  const minutes = AFTER[after] ?? whole(after);
  return full !== null && minutes !== null && full < 24 && minutes < 60 ? full * 60 + minutes : null;
}

/** From Monday, as ISO 8601 counts. */
const WEEKDAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
const MONTHS = ['janvier', 'fevrier', 'mars', 'avril', 'mai', 'juin', 'juillet', 'aout', 'septembre', 'octobre', 'novembre', 'decembre'];

const fold = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/**
 * The day of « hier », « lun », « il y a 3 jours », « lundi dernier », « 3/2 », « 3 février », « 03022026 »,
 * « 2026-02-03 », as ISO 8601; null when it is not a day. A day of the week, or a day without a year,
 * is the latest one, `today` included.
 */
export function parseDay(text: string, today: string): string | null {
  const typed = fold(text);
  if (/^(aujourd ?hui|auj|ajd)$/.test(typed)) return today;
  if (typed === 'hier') return addDays(today, -1);
  if (/^avant ?hier$/.test(typed)) return addDays(today, -2);
  if (typed === 'demain') return addDays(today, 1);
  const ago = /^il y a (une?|\d{1,4}) (jours?|semaines?)$/.exec(typed);
  if (ago) return addDays(today, -(ago[1]?.startsWith('un') ? 1 : Number(ago[1])) * (ago[2]?.startsWith('s') ? 7 : 1));

  const words = typed.split(' ');
  const weekday = WEEKDAYS.findIndex((name) => (words[0]?.length ?? 0) >= 3 && name.startsWith(words[0] ?? ''));
  if (weekday < 0) return numbers(words, today);
  if (words.length === 1) return latest(weekday, today);
  if (words.length === 2 && /^(dernier|passe)$/.test(words[1] ?? '')) return latest(weekday, addDays(today, -1));
  // « lundi 3 février »: the date alone counts.
  return numbers(words.slice(1), today);
}

function latest(weekday: number, from: string): string {
  const here = (new Date(`${from}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(from, -((7 + here - weekday) % 7));
}

function numbers(words: readonly string[], today: string): string | null {
  const [one = '', two = '', three = ''] = words;
  if (words.length === 1 && /^(\d{4}|\d{6}|\d{8})$/.test(one)) {
    const [day, month, year] = [Number(one.slice(0, 2)), Number(one.slice(2, 4)), one.slice(4)];
    return year === '' ? withoutYear(day, month, today) : date(year, month, day);
  }
  if (words.length === 3 && /^\d{4}$/.test(one)) return date(one, monthOf(two), dayOf(three));
  if (words.length === 2) return withoutYear(dayOf(one), monthOf(two), today);
  if (words.length === 3) return date(three, monthOf(two), dayOf(one));
  return null;
}

const dayOf = (word: string) => whole(word.replace(/er$/, '')) ?? 0;

/** A month by its number, its name or a beginning that is its own; 0 when it is none. */
function monthOf(word: string): number {
  const number = whole(word);
  if (number !== null) return number;
  const found = MONTHS.filter((name) => word.length >= 3 && name.startsWith(word));
  return found.length === 1 ? MONTHS.indexOf(found[0] ?? '') + 1 : 0;
}

function date(year: string, month: number, day: number): string | null {
  if (!/^(\d{2}|\d{4})$/.test(year)) return null;
  return real((year.length === 2 ? 2000 : 0) + Number(year), month, day);
}

/** The latest such day, today included; 29 February may be up to eight years ago. */
function withoutYear(day: number, month: number, today: string): string | null {
  const year = Number(today.slice(0, 4));
  for (let back = 0; back <= 8; back += 1) {
    const found = real(year - back, month, day);
    if (found !== null && found <= today) return found;
  }
  return null;
}

function real(year: number, month: number, day: number): string | null {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const found = new Date(Date.UTC(year, month - 1, day));
  return found.getUTCMonth() === month - 1 ? found.toISOString().slice(0, 10) : null;
}
