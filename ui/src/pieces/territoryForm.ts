/** A territory diagnostic's form: empty, and read back from a draft. */
import type { TerritoryForm } from '../platform';
import { known } from './sessionForm';

export const EMPTY_TERRITORY: TerritoryForm = {
  date: '',
  place: null,
  commune: null,
  existing: '',
  themes: [],
  needs: '',
  structures: [],
  proposals: '',
};

/** Body of a diagnostic's draft. Opaque to the notebook. */
export interface TerritoryDraft {
  form: TerritoryForm;
  /** Name of the place it is about, to show it before it is read again. */
  place_name: string | null;
  version: string | null;
}

export function readTerritoryDraft(body: unknown): TerritoryDraft {
  const outer = typeof body === 'object' && body !== null ? body : {};
  const version = 'version' in outer && typeof outer.version === 'string' ? outer.version : null;
  const name = 'place_name' in outer && typeof outer.place_name === 'string' ? outer.place_name : null;
  return { form: known(EMPTY_TERRITORY, 'form' in outer ? outer.form : outer), place_name: name, version };
}
