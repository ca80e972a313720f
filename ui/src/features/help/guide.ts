/** The guide, as it stands in docs/guide: every file there is a page, inside the program, without network. */
import { BEGINS, closeness, fold } from '../../kit';

/** A piece of a line: plain, bold, a key, or the way to another page. */
export type Piece =
  | { kind: 'text' | 'bold' | 'key'; text: string }
  | { kind: 'link'; text: string; page: string };

export type Block =
  | { kind: 'heading'; level: 2 | 3; pieces: Piece[] }
  | { kind: 'paragraph'; pieces: Piece[] }
  | { kind: 'list'; ordered: boolean; items: Piece[][] };

export interface Page {
  /** Name of its file; its address. */
  id: string;
  title: string;
  /** Said on a first line `<!-- 20 -->`; those that say nothing come last, by name. */
  order: number;
  blocks: Block[];
}

const LAST = 1_000;
const ORDER = /^<!--\s*(\d+)\s*-->\s*/;
const PIECE = /\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|`([^`]+)`|\[([^\]]+)\]\(([\w-]+)\.md\)/g;

/** The narrow spaces of French, so that a page may be written with the keys of a keyboard. */
function spaced(line: string): string {
  return line.replace(/« /g, '«\u202f').replace(/ (»|[;:!?](?=\s|$|\*))/g, '\u202f$1');
}

function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of line.matchAll(PIECE)) {
    if (found.index > from) pieces.push({ kind: 'text', text: line.slice(from, found.index) });
    const [whole, strong, name, key, text, page] = found;
    // What is read on a screen stands out as what matters does.
    const bold = strong ?? name;
    if (bold !== undefined) pieces.push({ kind: 'bold', text: bold });
    else if (key !== undefined) pieces.push({ kind: 'key', text: key });
    else if (text !== undefined && page !== undefined) pieces.push({ kind: 'link', text, page });
    from = found.index + whole.length;
  }
  if (from < line.length) pieces.push({ kind: 'text', text: line.slice(from) });
  return pieces;
}

const ITEM = /^(?:[-*]|(\d+)\.)\s+(.*)$/;

/** Headings, paragraphs, lists, bold, keys and links between pages: all the guide is written with. */
export function readPage(id: string, source: string): Page {
  const order = ORDER.exec(source);
  const page: Page = { id, title: id, order: order ? Number(order[1]) : LAST, blocks: [] };
  for (const paragraph of source.replace(ORDER, '').split(/\n\s*\n/)) {
    let lines = paragraph.split('\n').map((line) => spaced(line.trim()));
    const head = /^(#{1,3})\s+(.*)$/.exec(lines[0] ?? '');
    if (head) {
      const [, marks = '', words = ''] = head;
      if (marks.length === 1) page.title = words;
      else page.blocks.push({ kind: 'heading', level: marks.length === 2 ? 2 : 3, pieces: piecesOf(words) });
      lines = lines.slice(1);
    }
    const text = lines.filter(Boolean);
    const first = ITEM.exec(text[0] ?? '');
    if (first) {
      const items: string[] = [];
      for (const line of text) {
        const item = ITEM.exec(line);
        if (item) items.push(item[2] ?? '');
        else items.push(`${items.pop() ?? ''} ${line}`);
      }
      page.blocks.push({ kind: 'list', ordered: first[1] !== undefined, items: items.map(piecesOf) });
    } else if (text.length > 0) {
      page.blocks.push({ kind: 'paragraph', pieces: piecesOf(text.join(' ')) });
    }
  }
  return page;
}

export function readGuide(files: Readonly<Record<string, string>>): Page[] {
  return Object.entries(files)
    .map(([path, source]) => readPage(/([\w-]+)\.md$/.exec(path)?.[1] ?? path, source))
    .sort((a, b) => a.order - b.order || a.id.localeCompare(b.id, 'fr'));
}

export const GUIDE: readonly Page[] = readGuide(import.meta.glob<string>('../../../../docs/guide/*.md', { query: '?raw', import: 'default', eager: true }));

const wordsOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

export interface Answer {
  page: Page;
  /** The passage that answers; none when it is the title. */
  excerpt: string;
  score: number;
}

/** Pages that speak of what was typed, those that say it in their title first. */
export function look(typed: string, pages: readonly Page[]): Answer[] {
  if (fold(typed) === '') return pages.map((page) => ({ page, excerpt: '', score: 0 }));
  return pages
    .flatMap((page): Answer[] => {
      const passages = page.blocks.flatMap((block) => (block.kind === 'list' ? block.items.map(wordsOf) : [wordsOf(block.pieces)]));
      const best = passages.map((excerpt) => ({ excerpt, score: closeness(typed, excerpt) })).sort((a, b) => b.score - a.score)[0];
      const title = closeness(typed, page.title);
      if (title > 0 && title >= (best?.score ?? 0)) return [{ page, excerpt: best && best.score > 0 ? best.excerpt : '', score: BEGINS + title }];
      return best && best.score > 0 ? [{ page, excerpt: best.excerpt, score: best.score }] : [];
    })
    .sort((a, b) => b.score - a.score || a.page.order - b.page.order);
}
