/** Documents of the in-memory notebook: a page that says what it stands for. */
import type { FileOut, RelayAbout, RelayAsk, RelayPaper } from '../platform';

const file = (what: string, large: boolean): FileOut => ({
  name: `escale-${what}-2026-11-24.pdf`,
  media_type: 'application/pdf',
  base64: btoa(`%PDF-1.7 ${what}${large ? ' large' : ''}`),
});

export const PAPER = {
  paper_attendance: ({ large }: { id: string; large: boolean }) => file('feuille-emargement', large),
  paper_workshop: ({ large }: { id: string; large: boolean }) => file('feuille-emargement', large),
  paper_diagnostic: ({ large }: { id: string; large: boolean }) => file('diagnostic-territoire', large),
  paper_relay: ({ large }: RelayPaper) => file('fiche-de-relais', large),
  relay_about: ({ referral }: RelayAsk): RelayAbout => ({
    place: referral === null ? 'Structure d’aide sociale' : 'Point conseil budget, Cherbourg-en-Cotentin',
    known: referral !== null,
    reason: referral === null ? null : 'Dossier de surendettement',
    look_again: referral === null ? null : '4 décembre 2026',
    contact: '06 39 98 00 02',
  }),
  person_json: (): FileOut => ({ name: 'escale-dossier-2026-11-24.json', media_type: 'application/json', base64: btoa('{}') }),
  paper_notice: ({ large }: { large: boolean }) => file('notice-information', large),
  paper_person: ({ large }: { id: string; large: boolean }) => file('dossier', large),
};
