/** Documents of the in-memory notebook: a page that says what it stands for. */
import type { FileOut } from '../platform';

const file = (what: string, large: boolean): FileOut => ({
  name: `escale-${what}-2026-11-24.pdf`,
  media_type: 'application/pdf',
  base64: btoa(`%PDF-1.7 ${what}${large ? ' large' : ''}`),
});

export const PAPER = {
  paper_attendance: ({ large }: { id: string; large: boolean }) => file('feuille-emargement', large),
  paper_notice: ({ large }: { large: boolean }) => file('notice-information', large),
  paper_person: ({ large }: { id: string; large: boolean }) => file('dossier', large),
};
