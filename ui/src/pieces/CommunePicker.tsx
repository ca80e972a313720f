/** A commune of France, found without network by its name or its postcode. */
import { useState } from 'react';

import { Button, figure, SearchBox, useRested, type FieldLook } from '../kit';
import { useAnswer, type CommuneHit, type CommuneRef } from '../platform';
import styles from './pieces.module.css';

interface CommunePickerProps extends FieldLook {
  value: CommuneRef | null;
  onChange: (commune: CommuneRef | null) => void;
}

const LIMIT = 12;

function detail(hit: CommuneHit, postcode: string): string {
  const former = hit.former ? `anciennement ${hit.former} · ` : '';
  return `${former}${postcode} · ${hit.department} · ${figure(hit.population)} hab.`;
}

export function CommunePicker({ value, onChange, ...look }: CommunePickerProps) {
  const [query, setQuery] = useState('');
  const [searching, setSearching] = useState(false);
  const rested = useRested(query.trim(), 50);
  const answer = useAnswer('commune_search', { query: rested, limit: LIMIT }, { enabled: rested.length > 1, keepPrevious: true });

  if (value && !searching) {
    return (
      <div data-field={look.field} role="group" aria-label={look.label}>
        <span className={styles.pickedLabel}>{look.label}</span>
        <div className={styles.picked}>
          <span>
            {value.name} ({value.postcode})
          </span>
          <Button dense onPress={() => setSearching(true)} aria-label={`Changer : ${look.label}`}>
            Changer
          </Button>
          <Button dense tone="quiet" onPress={() => onChange(null)} aria-label={`Retirer : ${look.label}`}>
            Retirer
          </Button>
        </div>
      </div>
    );
  }

  // A postcode typed in full is the one wanted; else the most used.
  const postcodeOf = (hit: CommuneHit) => hit.postcodes.find((p) => p.startsWith(query.trim())) ?? hit.postcodes[0] ?? '';
  const hits = rested.length > 1 ? (answer.data ?? []) : [];
  return (
    <SearchBox
      {...look}
      autoFocus={searching}
      query={query}
      onQuery={setQuery}
      placeholder="Nom ou code postal"
      nothing={rested.length < 2 ? 'Encore une lettre…' : answer.isFetching ? 'Recherche…' : 'Aucune commune de ce nom.'}
      hits={hits.map((hit) => ({ id: hit.code, label: hit.name, detail: detail(hit, postcodeOf(hit)) }))}
      onPick={(code) => {
        const hit = hits.find((h) => h.code === code);
        if (!hit) return;
        onChange({ code: hit.code, name: hit.name, postcode: postcodeOf(hit) });
        setQuery('');
        setSearching(false);
      }}
    />
  );
}
