/** Finding a label from what was typed: accents, order and typing errors forgiven, as the notebook does. */

/** Lower case without accents nor ligatures; anything but letters and digits becomes one space. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const wordsOf = (text: string): string[] => fold(text).split(' ').filter(Boolean);

/** Letters wrong, missing, added or swapped between two words. */
export function typos(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The best that may be said of a match. */
export const BEGINS = 3;

function wordScore(word: string, candidates: readonly string[]): number {
  if (candidates.some((other) => other.startsWith(word))) return BEGINS;
  if (word.length > 2 && candidates.some((other) => other.includes(word))) return 2;
  const allowed = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
  if (allowed > 0 && candidates.some((other) => typos(word, other.slice(0, word.length + 1)) <= allowed || typos(word, other) <= allowed)) return 1;
  return 0;
}

/**
 * How well what was typed names this text: `BEGINS` when each word begins one of it, 2 when one is
 * inside, 1 when a typing error was forgiven, 0 when it does not.
 */
export function closeness(typed: string, text: string): number {
  const words = wordsOf(typed);
  if (words.length === 0) return BEGINS;
  const candidates = wordsOf(text);
  // « email » also finds « e-mail ».
  const joined = text.split(/\s+/).map((word) => fold(word).replaceAll(' ', ''));
  return Math.min(...words.map((word) => wordScore(word, [...candidates, ...joined])));
}
