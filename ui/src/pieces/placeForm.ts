/** A place's form: empty, and read back from a draft. */
import type { PlaceForm } from '../platform';
import { known } from './sessionForm';

export const EMPTY_PLACE: PlaceForm = {
  name: '',
  address: '',
  address_more: '',
  commune: null,
  latitude: '',
  longitude: '',
  typologies: [],
  siret: '',
  rna: '',
  identifier: '',
  itinerant: false,
  fixed: false,
  phone: '',
  emails: [],
  websites: [],
  opening_hours: '',
  days: ['', '', '', '', '', '', ''],
  hours_note: '',
  summary: '',
  details: '',
  source: '',
  source_id: '',
  parent: '',
  services: [],
  publics: [],
  special_care: [],
  fees: [],
  programmes: [],
  labels: [],
  other_labels: [],
  access_modes: [],
  support_modes: [],
  accessibility_url: '',
  booking_url: '',
};

/** Body of a place's draft. Opaque to the notebook. */
export interface PlaceDraft {
  form: PlaceForm;
  /** What was seen when the place was opened; given back when it is saved. */
  version: string | null;
}

export function readPlaceDraft(body: unknown): PlaceDraft {
  const outer = typeof body === 'object' && body !== null ? body : {};
  const version = 'version' in outer && typeof outer.version === 'string' ? outer.version : null;
  return { form: known(EMPTY_PLACE, 'form' in outer ? outer.form : outer), version };
}
