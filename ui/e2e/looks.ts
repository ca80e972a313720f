/** What is asked of every screen under every look, and the pictures of it. */
import type { Page } from '@playwright/test';
import axe from 'axe-core';

import { picture } from './screens';
import { expect, type Laptop } from './world';

type Theme = 'light' | 'dark';
const THEMES: readonly Theme[] = ['light', 'dark'];
const PERCENTS = [100, 200] as const;
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1024, height: 640 },
] as const;

export interface Look {
  theme: Theme;
  percent: number;
  size: { width: number; height: number };
}

export const LOOKS: readonly Look[] = THEMES.flatMap((theme) => PERCENTS.flatMap((percent) => SIZES.map((size) => ({ theme, percent, size }))));

/** While a list of answers is open, the kit hides the rest of the page from readers and keeps it reachable. */
const OVER_A_LIST = ['aria-hidden-focus', 'page-has-heading-one', 'region'];

async function broken(page: Page, without: readonly string[]): Promise<string[]> {
  await page.evaluate(() => document.fonts.ready);
  // Evaluated, not added as a script: the content policy refuses foreign scripts, rightly.
  await page.evaluate(`window.axe || (() => { ${axe.source} })()`);
  return page.evaluate(async (off) => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const report = await checker.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
    });
    const told = (violations: typeof report.violations) =>
      violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
    const lasting = report.violations.filter(({ id }) => id !== 'target-size');
    // Half under the bar of a form, a target is too small only until one scrolls: each is looked at again, in full view.
    for (const { nodes } of report.violations.filter(({ id }) => id === 'target-size')) {
      for (const { target } of nodes) {
        const element = document.querySelector(String(target[0]));
        element?.scrollIntoView({ block: 'center' });
        if (element) lasting.push(...(await checker.run(element, { runOnly: { type: 'rule', values: ['target-size'] } })).violations);
      }
    }
    window.scrollTo(0, 0);
    return told(lasting);
  }, without);
}

/** What sticks out of the window, or is cut without a way to scroll to it. */
const sideways = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const out: string[] = [];
    for (const element of [document.documentElement, ...document.querySelectorAll('main, [role=dialog]')]) {
      const { scrollWidth, clientWidth, tagName } = element;
      if (scrollWidth > clientWidth + 1) out.push(`${tagName} is ${scrollWidth} px wide in ${clientWidth}`);
    }
    return out;
  });

/** Goes round every stop of Tab; those that show no ring, or stand under something. */
async function unseenFocus(page: Page): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  let first = '';
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return null;
      const known = window as unknown as { stops?: WeakMap<Element, number>; nextStop?: number };
      known.stops ??= new WeakMap();
      known.nextStop ??= 0;
      const rank = known.stops.get(element) ?? (known.nextStop += 1);
      known.stops.set(element, rank);
      const ringed = (candidate: Element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(candidate);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
      };
      // A hidden box shows its ring on the label drawn in its place.
      const label = element.closest('label');
      const drawn = [element, ...(label ? [label, ...label.querySelectorAll('*')] : [])];
      const box = (label ?? element).getBoundingClientRect();
      const points: [number, number][] = [0.1, 0.5, 0.9].map((part) => [box.left + box.width * part, box.top + box.height / 2]);
      const seen = points.some(([x, y]) => {
        const hit = document.elementFromPoint(x, y);
        return hit !== null && (element.contains(hit) || hit.contains(element) && hit !== document.body && hit !== document.documentElement && hit.tagName !== 'MAIN' || (label?.contains(hit) ?? false));
      });
      const name = `${element.tagName} « ${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40) || (element.id ? (document.querySelector(`label[for="${element.id}"]`)?.textContent ?? '') : '')} »`;
      return { key: String(rank), name, ring: drawn.some(ringed), seen };
    });
    if (stop === null) {
      if (first === '') continue;
      break;
    }
    if (stop.key === first) break;
    if (first === '') first = stop.key;
    if (!stop.ring) faults.push(`no ring: ${stop.name}`);
    if (!stop.seen) faults.push(`hidden: ${stop.name}`);
  }
  if (first === '') faults.push('no stop at all');
  return faults;
}

const nameOf = (screen: string, { theme, percent, size }: Look) => `${screen}-${theme}${percent === 100 ? '' : `-${percent}`}${size.width === 1280 ? '' : `-${size.width}`}`;

/** Pictures for people: the usual window only. */
export async function show(page: Page, screen: string, look: Look): Promise<void> {
  if (look.size.width === 1280) await picture(page, nameOf(screen, look));
}

/** Everything that is asked of one screen under one look. */
export async function examine(page: Page, screen: string, look: Look, over?: 'list' | 'dialog'): Promise<void> {
  await show(page, screen, look);
  // A theme fades in: halfway, dark ink stands on a light button.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().filter((a) => a instanceof CSSTransition).map((fade) => fade.finished)),
  );
  expect.soft(await broken(page, over === 'list' ? OVER_A_LIST : []), `${nameOf(screen, look)}: rules of accessibility`).toEqual([]);
  expect.soft(await sideways(page), `${nameOf(screen, look)}: nothing sideways`).toEqual([]);
  if (!over) expect.soft(await unseenFocus(page), `${nameOf(screen, look)}: the focus is seen`).toEqual([]);
}

/** Without the window's own animation between two themes, contrast would be read half-way. */
export async function wear(laptop: Laptop, { theme, percent, size }: Look): Promise<void> {
  const settings = await laptop.command('settings_get', null);
  await laptop.command('settings_set', { ...settings, theme, text_percent: percent, reduced_motion: true });
  await laptop.page.setViewportSize(size);
}
