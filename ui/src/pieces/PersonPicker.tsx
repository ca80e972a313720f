/** A followed person, found by three letters of a name or some digits of a phone, or created on the spot. */
import { useState, type Ref } from 'react';

import { SearchBox, useRested, useVeil, type FieldLook } from '../kit';
import { useAnswer } from '../platform';
import { BeneficiaryDialog } from './BeneficiaryDialog';
import { detailsOf } from './BeneficiaryFields';

export interface Person {
  id: string;
  name: string;
}

interface PersonPickerProps extends FieldLook {
  onPick: (person: Person) => void;
  placeholder: string;
  except?: readonly string[];
  /** Whether somebody unknown may be created; yes unless said otherwise. */
  create?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}

const CREATE = 'create';

export function PersonPicker({ onPick, placeholder, except = [], create = true, inputRef, ...look }: PersonPickerProps) {
  const veil = useVeil();
  const [query, setQuery] = useState('');
  const [creating, setCreating] = useState<string | null>(null);
  const rested = useRested(query.trim(), 50);
  const asked = rested.length > 1;
  const answer = useAnswer('beneficiary_page', { query: rested, offset: 0, limit: 8 }, { enabled: asked, keepPrevious: true });
  const found = asked ? (answer.data?.rows ?? []).filter((line) => !except.includes(line.id)) : [];
  const hits = [
    ...found.map((line) => ({ id: line.id, label: veil.name(line.name), detail: veil.words(detailsOf(line)) })),
    ...(asked && create ? [{ id: CREATE, label: `Créer une fiche pour «\u202f${rested}\u202f»`, action: true }] : []),
  ];
  const words = !asked ? 'Encore une lettre…' : answer.isFetching || create ? 'Recherche…' : 'Personne de ce nom.';
  return (
    <>
      <SearchBox
        {...look}
        inputRef={inputRef}
        query={query}
        onQuery={setQuery}
        placeholder={placeholder}
        // Nothing typed, nothing to say: the list closes once somebody is picked.
        {...(query === '' ? {} : { nothing: words })}
        hits={hits}
        onPick={(id) => {
          if (id === CREATE) {
            // Fingers are faster than the search: what was typed, not what was searched.
            setCreating(query.trim());
            return;
          }
          const line = found.find((l) => l.id === id);
          if (line) {
            setQuery('');
            onPick({ id: line.id, name: line.name });
          }
        }}
      />
      {creating !== null ? (
        <BeneficiaryDialog
          typed={creating}
          onClose={() => setCreating(null)}
          onChosen={(person) => {
            setCreating(null);
            setQuery('');
            onPick(person);
          }}
        />
      ) : null}
    </>
  );
}
