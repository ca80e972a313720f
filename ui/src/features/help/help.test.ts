import { describe, expect, it } from 'vitest';

import { GUIDE, look, readGuide, readPage, type Piece } from './guide';

const text = (pieces: readonly Piece[]) => pieces.map((piece) => piece.text).join('');

describe('a page of the guide', () => {
  it('is read as headings, paragraphs, lists, bold, keys and links', () => {
    const page = readPage(
      'essai',
      '<!-- 20 -->\n# Le titre\n\nUn **mot**, *Réglages* : « oui » et `Ctrl K`,\nsur deux lignes.\n\n## Suite\n- un\n- deux\n  encore\n\n1. premier\n2. voir [la page](autre.md)\n',
    );
    expect(page).toMatchObject({ id: 'essai', title: 'Le titre', order: 20 });
    expect(page.blocks.map((block) => block.kind)).toEqual(['paragraph', 'heading', 'list', 'list']);
    const [paragraph, , list, steps] = page.blocks;
    expect(paragraph).toMatchObject({
      pieces: [
        { kind: 'text', text: 'Un ' },
        { kind: 'bold', text: 'mot' },
        { kind: 'text', text: ', ' },
        { kind: 'bold', text: 'Réglages' },
        { kind: 'text', text: '\u202f: «\u202foui\u202f» et ' },
        { kind: 'key', text: 'Ctrl K' },
        { kind: 'text', text: ', sur deux lignes.' },
      ],
    });
    expect(list?.kind === 'list' && list.items.map(text)).toEqual(['un', 'deux encore']);
    expect(steps).toMatchObject({ ordered: true });
    expect(steps?.kind === 'list' && steps.items[1]).toEqual([
      { kind: 'text', text: 'voir ' },
      { kind: 'link', text: 'la page', page: 'autre' },
    ]);
  });

  it('keeps as plain text whatever looks like markup or leads outside', () => {
    const page = readPage('x', '# X\n\n<img src=x onerror=alert(1)> [dehors](https://example.org/) [ici](javascript:alert)');
    const [block] = page.blocks;
    expect(block?.kind === 'paragraph' && block.pieces.every((piece) => piece.kind === 'text')).toBe(true);
  });

  it('comes in the order it says, then by name', () => {
    const pages = readGuide({ 'a/z.md': '# Z', 'a/b.md': '# B', 'a/m.md': '<!-- 5 -->\n# M' });
    expect(pages.map(({ id }) => id)).toEqual(['m', 'b', 'z']);
  });
});

describe('the guide of the program', () => {
  it('has its pages, each with a title and a body, and links that lead somewhere', () => {
    expect(GUIDE.length).toBeGreaterThanOrEqual(11);
    const known = new Set(GUIDE.map(({ id }) => id));
    for (const page of GUIDE) {
      expect(page.id).toMatch(/^[\w-]{1,64}$/);
      expect(page.title, page.id).not.toBe(page.id);
      expect(page.blocks.length, page.id).toBeGreaterThan(1);
      const pieces = page.blocks.flatMap((block) => (block.kind === 'list' ? block.items.flat() : block.pieces));
      for (const piece of pieces) if (piece.kind === 'link') expect(known, `${page.id} → ${piece.page}`).toContain(piece.page);
    }
  });

  it('is written with French typography', () => {
    for (const page of GUIDE) {
      const words = (pieces: readonly Piece[]) => pieces.map((piece) => (piece.kind === 'key' ? 'x' : piece.text)).join('');
      const whole = page.blocks.flatMap((block) => (block.kind === 'list' ? block.items.map(words) : [words(block.pieces)])).join('\n');
      expect(whole, page.id).not.toMatch(/\p{L}'\p{L}/u);
      expect(whole, page.id).not.toMatch(/ [;:!?»](?:\s|$)|« /mu);
    }
  });

  it('answers what one looks for, titles first', () => {
    expect(look('réseau', GUIDE)[0]?.page.id).toBe('sans-reseau');
    expect(look('oublié', GUIDE).map(({ page }) => page.id)).toContain('ordinateur-perdu');
    expect(look('vole', GUIDE)[0]?.page.id).toBe('ordinateur-perdu');
    expect(look('portail', GUIDE)[0]?.excerpt).toContain('Portail Wi-Fi');
    expect(look('xylophone', GUIDE)).toEqual([]);
    expect(look('', GUIDE)).toHaveLength(GUIDE.length);
  });
});
