/** A place of activity of the directory: the most used first, or by its name. */
import { useState } from 'react';

import { SearchBox, useRested, type FieldLook } from '../kit';
import { useAnswer, type PlaceLine } from '../platform';
import { PlaceDialog } from './PlaceDialog';

interface PlacePickerProps extends FieldLook {
  onPick: (place: PlaceLine) => void;
  autoFocus?: boolean;
}

const CREATE = 'create';

export function PlacePicker({ onPick, autoFocus, ...look }: PlacePickerProps) {
  const [query, setQuery] = useState('');
  const [creating, setCreating] = useState<string | null>(null);
  const rested = useRested(query.trim(), 50);
  const answer = useAnswer('place_search', { query: rested, limit: 20 }, { keepPrevious: true });
  const places = answer.data ?? [];
  const hits = [
    ...places.map((place) => ({ id: place.id, label: place.name, detail: place.commune ?? undefined })),
    ...(rested.length > 2 ? [{ id: CREATE, label: `Ajouter le lieu « ${rested} »`, action: true }] : []),
  ];
  return (
    <>
      <SearchBox
        {...look}
        autoFocus={autoFocus}
        openOnFocus
        query={query}
        onQuery={setQuery}
        placeholder="Nom du lieu ou de la commune"
        nothing="Aucun lieu de ce nom."
        hits={hits}
        onPick={(id) => {
          if (id === CREATE) {
            setCreating(query.trim());
            return;
          }
          const place = places.find((p) => p.id === id);
          if (place) onPick(place);
        }}
      />
      {creating !== null ? (
        <PlaceDialog
          name={creating}
          onClose={() => setCreating(null)}
          onSaved={(place) => {
            setCreating(null);
            onPick(place);
          }}
        />
      ) : null}
    </>
  );
}
