/** Words of the directory: days, distances, labels of closed lists. */
import { labelOf, TYPOLOGIES } from '../../platform';

/** Monday first, as the notebook numbers them. */
export const DAYS = ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche'] as const;

const KILOMETRES = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

/** « 7,3 km » as the crow flies; « sur place » under a hundred metres. */
export function distanceInWords(metres: number): string {
  if (metres < 100) return 'sur place';
  const kilometres = metres / 1000;
  return `${KILOMETRES.format(kilometres < 10 ? kilometres : Math.round(kilometres))}\u00a0km`;
}

/** The labels of the values this version knows, the others as they are. */
export function labels(terms: readonly { readonly value: string; readonly label: string }[], values: readonly string[]): string[] {
  return values.map((value) => labelOf(terms, value));
}

export function kinds(values: readonly string[]): string {
  return labels(TYPOLOGIES, values).join(', ');
}

/** Minute of the day of « 10 », « 10h30 », « 10:30 »; null when it is not a time. */
export function parseTime(typed: string): number | null {
  const match = /^(\d{1,2})\s*(?:[h:]\s*(\d{2})?)?$/.exec(typed.trim().toLowerCase());
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}
