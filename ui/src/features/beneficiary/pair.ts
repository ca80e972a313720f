/** Of two files, which one would stay: the one with more sessions, else the one made first. */
import type { BeneficiaryLine } from '../../platform';

export function olderFirst(a: BeneficiaryLine, b: BeneficiaryLine): readonly [BeneficiaryLine, BeneficiaryLine] {
  // Identifiers begin with the time they were made.
  const aStays = a.sessions === b.sessions ? a.id < b.id : a.sessions > b.sessions;
  return aStays ? [a, b] : [b, a];
}
