/** A workbook of the in-memory notebook: whatever the file, these rows. */
import type { Import, ImportRow } from '../platform';

const row = (number: number, name: string, more: Partial<ImportRow> = {}): ImportRow => ({
  row: number,
  name,
  details: '1950 · Valognes (50) · 02 61 91 00 40',
  faults: [],
  warnings: [],
  twin: null,
  sample: false,
  ...more,
});

export const IMPORT_ROWS: ImportRow[] = [
  row(4, 'Léa Exemple', { sample: true, details: '1970 · Blaziert (32)' }),
  row(5, 'Marcelle Quenault'),
  row(6, 'Odette Lemarinel', { twin: 'Odette Lemarinel' }),
  row(7, 'Yvon', {
    details: '',
    faults: [
      { column: 'Nom', message: 'Le nom est obligatoire' },
      { column: 'N° de téléphone', message: 'Veuillez renseigner un numéro de téléphone valide' },
    ],
  }),
  row(8, 'Josiane Burnouf', { warnings: ['Ceci ressemble à un mot de passe ou à un code. Ne le conservez pas ici.'] }),
];

export function createImports() {
  let last: Import | null = null;
  return {
    import_preview: () => ({ rows: IMPORT_ROWS }),
    import_run: ({ rows }: { base64: string; rows: number[] }) => (last = { batch: 'import-1', at: '2026-11-24T11:42:00+01:00', count: rows.length }),
    import_last: () => ({ import: last }),
    import_undo: () => {
      const removed = last?.count ?? 0;
      last = null;
      return { removed, kept: 0 };
    },
  };
}
