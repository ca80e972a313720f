/** The profession's closed vocabularies, with quick look-up of a label. */
import { THEMES } from './generated/vocabulary';
import type { Theme } from './generated/bindings';

export {
  ACCESS_MODES,
  AGE_BANDS,
  AUTONOMIES,
  BASIC_LEVELS,
  BASICS,
  FEES,
  GENDERS,
  GOAL_STATES,
  MANDATE_DAYS,
  MANDATE_KINDS,
  MATERIALS,
  PIX_KINDS,
  PLACE_KINDS,
  PROCEDURE_STATES,
  PROGRAMMES,
  PUBLICS,
  REDIRECTIONS,
  REFERRAL_STATES,
  SERVICES,
  SESSION_KINDS,
  SOCIAL_STATUSES,
  SPECIAL_CARES,
  SUPPORT_MODES,
  THEMES,
  TRAINING_LABELS,
  TYPOLOGIES,
  WORKSHOP_LEVELS,
  WARNINGS,
} from './generated/vocabulary';

interface Labelled<T> {
  readonly value: T;
  readonly label: string;
}

/** The label of a value; the value itself when this version does not know it. */
export function labelOf<T extends string>(terms: readonly Labelled<T>[], value: T): string {
  return terms.find((term) => term.value === value)?.label ?? value;
}

export function themeLabel(theme: Theme): string {
  return labelOf(THEMES, theme);
}

/** The theme that opens the administrative sub-themes. */
export const ADMINISTRATIVE_HELP: Theme = 'aide_aux_demarches_administratives';

const administrative = new Set<Theme>(THEMES.filter((t) => t.administrative).map((t) => t.value));

export function isAdministrative(theme: Theme): boolean {
  return administrative.has(theme);
}
