/** The screen's word for a field of the form. */
const WORDS: Readonly<Record<string, string>> = {
  first_name: 'prénom',
  last_name: 'nom d’usage',
  phone: 'téléphone',
  no_phone: 'n’a pas de téléphone',
  email: 'adresse e-mail',
  birth_year: 'année de naissance',
  commune: 'commune de résidence',
  gender: 'genre',
  age_band: 'tranche d’âge',
  status: 'statut',
  notes: 'notes',
};

export function wordOf(field: string): string {
  return WORDS[field] ?? field;
}
