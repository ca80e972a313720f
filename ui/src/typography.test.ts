/** French typography in what people read: curly apostrophes, narrow no-break spaces. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.test\.|generated|testing/.test(name),
);

/** Texts between tags and in quotes that hold an accent or a curly apostrophe: French, not code. */
function frenchIn(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const texts = [...code.matchAll(/>([^<>{}]+)</g), ...code.matchAll(/'([^'\n]{4,})'/g), ...code.matchAll(/"([^"\n]{4,})"/g), ...code.matchAll(/`([^`]{4,})`/g)];
  return texts.map(([, text = '']) => text.replace(/\$\{[^}]*\}/g, 'x')).filter((text) => /[àâçéèêëîïôûùœ’]/i.test(text) && !/=>|\/\^|className/.test(text));
}

describe('French texts', () => {
  it('between tags have no escape: it would be read as it is written', () => {
    const faults = files.filter((name) => {
      const texts = readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(/>([^<>{}'"`]*[àâçéèêëîïôûùœ’][^<>{}'"`]*)/gi);
      return /\.tsx$/.test(name) && [...texts].some(([, text = '']) => /\\u[0-9a-f]{4}/i.test(text));
    });
    expect(faults).toEqual([]);
  });

  it.each(files)('%s', (name) => {
    for (const text of frenchIn(readFileSync(join(import.meta.dirname, name), 'utf8'))) {
      expect(text, 'a straight apostrophe: write ’').not.toMatch(/\p{L}'\p{L}/u);
      expect(text, 'an ordinary space before ; : ! ? or »: write U+202F').not.toMatch(/[\p{L}\d)’] [;:!?»](?:\s|$)/u);
      expect(text, 'an ordinary space after «: write U+202F').not.toMatch(/« /);
    }
  });
});
