/** Contrast of every pair of tokens that may meet, computed as WCAG 2.2 says, in both themes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const sheet = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const TOKENS: Readonly<Record<string, Readonly<Record<Theme, Rgb>>>> = Object.fromEntries(
  [...sheet.matchAll(/--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)/g)].map(([, name = '', light = '', dark = '']) => [name, { light: rgb(light), dark: rgb(dark) }]),
);
const token = (name: string, theme: Theme): Rgb => TOKENS[name]?.[theme] ?? [Number.NaN, 0, 0];

function luminance(colour: Rgb): number {
  const [r = 0, g = 0, b = 0] = colour.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const over = (front: Rgb, alpha: number, back: Rgb): Rgb => front.map((part, at) => part * alpha + (back[at] ?? 0) * (1 - alpha)) as unknown as Rgb;

const SURFACES = ['bg', 'surface', 'sunken', 'soft'];
/** Words stand in these on any surface. */
const TEXTS = ['ink', 'muted', 'primary', 'ok', 'warn', 'danger'];
/** Borders of controls, rings: what must be seen to be used. */
const CONTROLS = ['line', 'focus', 'primary', 'warn', 'danger'];
/** Words on a filled surface. */
const FILLED: readonly [text: string, back: string][] = [
  ['on-primary', 'primary'],
  ['surface', 'warn'],
];
/** Carries no meaning: a line between rows. */
const DECOR = ['hairline'];
/** The keys written on a button, see Button.module.css. */
const KEYS_OPACITY = 0.85;

describe.each(THEMES)('contrast in the %s theme', (theme) => {
  it.each(TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))('%s on %s reads', (text, surface) => {
    expect(contrast(token(text, theme), token(surface, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(CONTROLS.flatMap((line) => SURFACES.map((surface) => [line, surface] as const)))('%s is seen on %s', (line, surface) => {
    expect(contrast(token(line, theme), token(surface, theme))).toBeGreaterThanOrEqual(3);
  });

  it.each(FILLED)('%s reads on %s', (text, back) => {
    expect(contrast(token(text, theme), token(back, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it('keys written on buttons read', () => {
    for (const [text, back] of [['on-primary', 'primary'], ['ink', 'surface'], ['ink', 'sunken'], ['primary', 'soft'], ['primary', 'surface']] as const) {
      expect(contrast(over(token(text, theme), KEYS_OPACITY, token(back, theme)), token(back, theme)), `${text} on ${back}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('the sheets', () => {
  const root = join(import.meta.dirname, '..');
  const sheets = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css') && !name.endsWith('tokens.css'));

  it('are computed as WCAG does', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
    // The grey that everybody knows: 4.54 on white.
    expect(contrast([0x76, 0x76, 0x76], [255, 255, 255])).toBeCloseTo(4.54, 2);
    expect(Object.keys(TOKENS).length).toBeGreaterThan(12);
  });

  it.each(sheets)('%s uses only tokens whose contrast is proved here', (name) => {
    const known = [...SURFACES, ...TEXTS, ...CONTROLS, ...DECOR, 'on-primary'];
    const text = readFileSync(join(root, name), 'utf8');
    for (const [whole, property = '', value = ''] of text.matchAll(/^\s*(color|background|background-color|border[\w-]*|outline)\s*:\s*([^;]+);/gm)) {
      for (const [, used = ''] of value.matchAll(/var\(--([\w-]+)\)/g)) {
        if (used in TOKENS) expect(known, whole.trim()).toContain(used);
        // Words stand in colours of words; a surface never is one, but where it is filled.
        if (property === 'color' && used in TOKENS) expect([...TEXTS, ...FILLED.map(([front]) => front)], whole.trim()).toContain(used);
      }
      // The printed page is white whatever the theme.
      if (!/#fff$/.test(value)) expect(value, whole.trim()).not.toMatch(/#[\da-f]{3,8}\b|rgb\(|hsl\(/i);
    }
  });

  it('never take the focus ring away but where it is drawn otherwise', () => {
    const removed = sheets.flatMap((name) => [...readFileSync(join(root, name), 'utf8').matchAll(/([^{}]+)\{[^{}]*outline:\s*(?:none|0)\b[^{}]*\}/g)].map((found) => `${name}: ${(found[1] ?? '').trim()}`));
    // Titles and pages focused by the program; a dialog; a list whose rows carry the ring; a box whose mark carries it.
    expect(removed.filter((rule) => !/h1:focus|\.check\[data-focus-visible\]|\.dialog|\.list|\.title|\.said|\.quietFocus|\.option input/.test(rule))).toEqual([]);
  });

  it('move nothing when motion is reduced', () => {
    for (const name of sheets) {
      for (const [whole] of readFileSync(join(root, name), 'utf8').matchAll(/^\s*(?:transition|animation)\s*:[^;]+;/gm)) {
        expect(whole.trim(), name).toMatch(/var\(--fade\)|none/);
      }
    }
    expect(sheet).toMatch(/prefers-reduced-motion: reduce[\s\S]*--fade: 0s/);
    expect(sheet).toMatch(/data-motion='reduced'\][\s\S]*--fade: 0s/);
  });

  it('make controls at least 40 px high, which text only enlarges', () => {
    const size = (name: string) => Number(new RegExp(`--${name}: (\\d+)px`).exec(sheet)?.[1]);
    expect([size('control'), size('control-dense')]).toEqual([44, 40]);
    const button = readFileSync(join(root, 'kit/Button.module.css'), 'utf8');
    expect(button).toMatch(/min-height: var\(--control\)/);
    expect(button).toMatch(/min-height: var\(--control-dense\)/);
  });
});
